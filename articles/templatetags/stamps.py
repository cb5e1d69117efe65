"""`{% load stamps %}`: moments as the page prints them."""

from django import template

from articles import stamps

register = template.Library()
register.filter("wire_stamp", stamps.wire_stamp)
register.filter("clock_stamp", stamps.clock_stamp)
register.filter("day_stamp", stamps.day_stamp)
register.filter("long_stamp", stamps.long_stamp)
register.filter("machine_stamp", stamps.machine_stamp)
