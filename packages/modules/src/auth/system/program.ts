/**
 * The program that asks the system's own libraries, libpam and libcrypt, in a Python of its own.
 */

/**
 * Reads one JSON map on standard input and writes one on standard output. Secrets come on standard input only: neither
 * arguments nor environment of a process are secret. A process of its own, since PAM modules may do anything to the
 * process they are loaded into.
 */
export const SYSTEM_PROGRAM = `
import ctypes, ctypes.util, json, sys

def library(name, fallback):
    return ctypes.CDLL(ctypes.util.find_library(name) or fallback)

def pam(username, password, service):
    libc = ctypes.CDLL(None)
    libc.calloc.restype = ctypes.c_void_p
    libc.calloc.argtypes = [ctypes.c_size_t, ctypes.c_size_t]
    libc.strdup.restype = ctypes.c_void_p
    libc.strdup.argtypes = [ctypes.c_char_p]

    class Message(ctypes.Structure):
        _fields_ = [("style", ctypes.c_int), ("text", ctypes.c_char_p)]

    class Response(ctypes.Structure):
        _fields_ = [("text", ctypes.c_void_p), ("code", ctypes.c_int)]

    Converse = ctypes.CFUNCTYPE(
        ctypes.c_int,
        ctypes.c_int,
        ctypes.POINTER(ctypes.POINTER(Message)),
        ctypes.POINTER(ctypes.c_void_p),
        ctypes.c_void_p,
    )

    class Conversation(ctypes.Structure):
        _fields_ = [("converse", Converse), ("data", ctypes.c_void_p)]

    answers = {1: password.encode(), 2: username.encode()}

    def converse(count, messages, responses, _data):
        place = libc.calloc(count, ctypes.sizeof(Response))
        responses[0] = place
        for at in range(count):
            answer = answers.get(messages[at].contents.style)
            if answer is not None:
                Response.from_address(place + at * ctypes.sizeof(Response)).text = libc.strdup(answer)
        return 0

    lib = library("pam", "libpam.so.0")
    lib.pam_start.argtypes = [
        ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(Conversation), ctypes.POINTER(ctypes.c_void_p)
    ]
    for name in ("pam_authenticate", "pam_acct_mgmt", "pam_end"):
        getattr(lib, name).argtypes = [ctypes.c_void_p, ctypes.c_int]
    handle = ctypes.c_void_p()
    conversation = Conversation(Converse(converse), None)
    status = lib.pam_start(service.encode(), username.encode(), conversation, ctypes.byref(handle))
    if status != 0:
        return {"ok": False, "step": "start", "status": status}
    step = "authenticate"
    status = lib.pam_authenticate(handle, 0)
    if status == 0:
        step = "account"
        status = lib.pam_acct_mgmt(handle, 0)
    lib.pam_end(handle, status)
    return {"ok": status == 0, "step": step, "status": status}

def groups(username):
    import grp, os, pwd
    try:
        own = pwd.getpwnam(username).pw_gid
    except KeyError:
        return {"groups": []}
    names = []
    for number in os.getgrouplist(username, own):
        try:
            names.append(grp.getgrgid(number).gr_name)
        except KeyError:
            pass
    return {"groups": names}

def crypt(password, hashed):
    lib = library("crypt", "libcrypt.so.1")
    lib.crypt.restype = ctypes.c_char_p
    lib.crypt.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
    made = lib.crypt(password.encode(), hashed.encode())
    return {"hash": made.decode("latin1") if made else ""}

asked = json.load(sys.stdin)
print(json.dumps({"pam": pam, "groups": groups, "crypt": crypt}[asked.pop("do")](**asked)))
`;
