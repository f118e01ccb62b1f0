"""A made-up city: agencies, desks, officers and two years of visits, the same for the same seed."""

from portal.organisation.demo.city import CityNotEmpty, DemoCity, build_city

__all__ = ["CityNotEmpty", "DemoCity", "build_city"]
