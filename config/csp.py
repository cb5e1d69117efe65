"""The Content-Security-Policy: everything from here, players only from their hosts."""

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE

from articles.embeds.providers import PLAYER_ORIGINS

POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "media-src": [SELF],
    "frame-src": sorted(PLAYER_ORIGINS),
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "object-src": [NONE],
}

# The rich editor writes one <style>, and Django's popups and the editor's import
# map are inline: styles are let in, scripts only with the nonce. Staff only.
ADMIN_POLICY = {
    "style-src": [SELF, UNSAFE_INLINE],
    "script-src": [SELF, NONCE],
    "img-src": [SELF, "data:", "blob:"],
}
