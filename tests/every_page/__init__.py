"""What holds on every page of the portal: each file brings its rules, all of them about one page run one after the other.

So the rows of a page are made once, and its answer is asked once in each language.
"""
