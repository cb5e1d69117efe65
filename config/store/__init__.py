"""Finished public pages in memory, kept and given as their own headers allow.

A shared cache after RFC 9111, as a CDN is one, at the WSGI door in front of Django:
anonymous GET and HEAD only. `door` says who is served what, `keys` which requests are
the same, `rules` what may be kept and how long, `copies` what is kept,
`shelf` how much.

A page that has once called itself public is asked for, from then on, by a request made
here of nothing but its key. What a stranger sends besides never reaches a view whose
answer others will see, so nobody can poison what is kept.
"""
