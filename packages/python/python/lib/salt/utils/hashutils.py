"""Digests."""
import base64
import hashlib
import hmac
import secrets


def _data(text):
    return text.encode() if isinstance(text, str) else text


def base64_b64encode(instr):
    """Base64 without line ends."""
    return base64.b64encode(_data(instr)).decode()


def base64_b64decode(instr):
    """The text of Base64, or its bytes when they are no text."""
    decoded = base64.b64decode(_data(instr))
    try:
        return decoded.decode()
    except UnicodeDecodeError:
        return decoded


def base64_encodestring(instr):
    """Base64 in lines."""
    return base64.encodebytes(_data(instr)).decode()


base64_decodestring = base64_b64decode


def _digest(name):
    def digest(instr):
        return hashlib.new(name, _data(instr)).hexdigest()

    return digest


md5_digest = _digest("md5")
sha1_digest = _digest("sha1")
sha256_digest = _digest("sha256")
sha512_digest = _digest("sha512")


def hmac_signature(string, shared_secret, challenge_hmac):
    """Whether a signature is right."""
    made = hmac.new(_data(shared_secret), _data(string), hashlib.sha256).digest()
    return hmac.compare_digest(base64.b64encode(made), _data(challenge_hmac))


def hmac_compute(string, shared_secret):
    """A signature as hexadecimal digits."""
    return hmac.new(_data(shared_secret), _data(string), hashlib.sha256).hexdigest()


def random_hash(size=9999999999, hash_type="md5"):
    """The digest of a random number."""
    return hashlib.new(hash_type or "md5", str(secrets.randbelow(size)).encode()).hexdigest()


def get_hash(path, form="sha256", chunk_size=65536):
    """The digest of a file."""
    made = hashlib.new(form)
    with open(path, "rb") as handle:
        for piece in iter(lambda: handle.read(chunk_size), b""):
            made.update(piece)
    return made.hexdigest()
