# term: nothing yet
