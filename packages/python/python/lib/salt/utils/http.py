"""Requests over HTTP, through the standard library."""
import json
import urllib.error
import urllib.parse
import urllib.request


def query(url, method="GET", params=None, data=None, header_dict=None, username=None, password=None, decode=False,
          decode_type="auto", text=True, status=False, headers=False, timeout=30, raise_error=True, **kwargs):
    """Asks a server: a map with what was asked for, `error` among it when it failed."""
    if params:
        url += ("&" if "?" in url else "?") + urllib.parse.urlencode(params)
    if isinstance(data, dict):
        data = urllib.parse.urlencode(data)
    body = data.encode() if isinstance(data, str) else data
    request = urllib.request.Request(url, data=body, headers=dict(header_dict or {}), method=method)
    if username is not None:
        import base64

        token = base64.b64encode("{}:{}".format(username, password).encode()).decode()
        request.add_header("Authorization", "Basic " + token)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as reply:
            return _told(reply, reply.read(), decode, decode_type, text, status, headers)
    except urllib.error.HTTPError as error:
        if not raise_error:
            return _told(error, error.read(), decode, decode_type, text, status, headers)
        return {"error": str(error), "status": error.code, "body": error.read().decode("utf-8", "replace")}
    except OSError as error:
        return {"error": str(error)}


def _told(reply, data, decode, decode_type, text, status, headers):
    found = {}
    body = data.decode(reply.headers.get_content_charset() or "utf-8", "replace")
    if status:
        found["status"] = reply.getcode()
    if headers:
        found["headers"] = dict(reply.headers)
    if decode and decode_type in ("auto", "json"):
        try:
            found["dict"] = json.loads(body)
        except ValueError:
            found["text"] = body
    if text or not decode:
        found["body" if not decode else "text"] = body
    return found
