"""What follows an honour: recommended to the city, the province, the state, with a package.

The package is the recommendation form filled in, photos named as the campaign says, and the story.
What came back from above is written down, and only then shown beside the story. Here is also what
a campaign promises: the list of courtesies its people enjoy.
"""
