// A form that came back with errors is an answer to a POST and never kept; going back to it would show the browser's own
// error. From here on its place in the history is the page itself, with what is saved.
history.replaceState(null, "", location.href);
