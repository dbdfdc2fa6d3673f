"""A portal reduced to what sends messages, with servers and workers of its own, to be killed and broken at will."""
