"""一次性告知: every paper to bring, said at once, and none that the office can look up itself."""

from knowledge.materials.lists import Catalogue, Listing, situations

__all__ = ["Catalogue", "Listing", "situations"]
