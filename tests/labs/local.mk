# labs: nothing yet
