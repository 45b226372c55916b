"""A made-up district: 35 sites, their staff, 2,000 volunteers and a season of activities.

Everything is made up from one seed, with moments relative to the moment of loading. Places, plans,
reviews, decisions on hours and one person's whole history go through the same actions as anybody's;
crowds are entered by the rooms' `seeding` modules.
"""
