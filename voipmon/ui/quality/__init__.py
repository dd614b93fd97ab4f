"""The *Link quality* tab: ten minutes of one stream, words first."""
