"""The room in which people sign up: form, ticket, waiting list, reminders, and the list of an event's offices."""
