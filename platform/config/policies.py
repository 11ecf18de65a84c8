"""What a page may load, run and send, as its Content-Security-Policy says."""

#: Every page of ours: what it loads is ours, and nothing may frame it.
SITE = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "media-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
}
#: Wagtail's admin. Its scripts come from files like all others (home/admin_widgets). Its rich text draws what stands in
#: an empty line by sheets that it writes into the page, so those may stand there; styles on elements may not. It shows
#: pictures before they are sent, and the page in a frame beside the editor.
ADMIN = SITE | {
    "style-src": ["'self'", "'unsafe-inline'"],
    "style-src-attr": ["'none'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
}
#: A page of the site as its editor sees it beside the editor, before it is published.
PREVIEW = SITE | {"frame-ancestors": ["'self'"]}
