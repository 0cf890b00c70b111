/**
 * What `http.query` takes, under Salt's names.
 */
import type { Args } from "@salt/core";
import { maybe, needed } from "@salt/core";

/** The parameters, in Salt's order. */
export const queryParams = {
  url: needed.str("The address."),
  method: maybe.str("GET", "The method."),
  params: maybe.any(null, "What is put behind the address: a map."),
  data: maybe.any(null, "What is sent: a text, or a map that is sent as a form."),
  data_file: maybe.str(null, "A file with what is sent."),
  header_dict: maybe.any(null, "Headers, a map."),
  header_list: maybe.any(null, "Headers, a list of texts `Name: value`."),
  header_file: maybe.str(null, "A file with headers, one a line."),
  username: maybe.any(null, "The account for the server."),
  password: maybe.any(null, "Its password."),
  auth: maybe.any(null, "Account and password, a list of two."),
  decode: maybe.any(false, "Read what comes as data: `dict` in the answer."),
  decode_type: maybe.str("auto", "`json`, `xml`, `yaml` or `plain`; `auto` goes by what the server says."),
  status: maybe.any(false, "Answer with the status."),
  headers: maybe.any(false, "Answer with the headers."),
  text: maybe.any(false, "Answer with the text."),
  cookies: maybe.any(null, "Cookies are not kept; this is refused."),
  cookie_jar: maybe.any(null, "Cookies are not kept; this is refused."),
  cookie_format: maybe.any("lwp", "Has no meaning without cookies."),
  persist_session: maybe.any(false, "Cookies are not kept; this is refused."),
  session_cookie_jar: maybe.any(null, "Cookies are not kept; this is refused."),
  data_render: maybe.any(false, "The file with what is sent is a template."),
  data_renderer: maybe.any(null, "Its renderers, e.g. `jinja`."),
  header_render: maybe.any(false, "The file with headers is a template."),
  header_renderer: maybe.any(null, "Its renderers."),
  template_dict: maybe.any(null, "Variables for the templates, a map."),
  test: maybe.any(false, "Ask nothing, or `test_url` where that is given."),
  test_url: maybe.any(null, "The address for a trial."),
  node: maybe.any("minion", "For callers in Python; has no meaning here."),
  port: maybe.any(80, "Name the port in the address; another one here is refused."),
  opts: maybe.any(null, "Options to use instead of those of the minion, a map."),
  backend: maybe.any(null, "`tornado`, `requests` or `urllib2`: here all of them mean the same client."),
  ca_bundle: maybe.any(null, "A file with the certificates of authorities to trust."),
  verify_ssl: maybe.any(null, "Check the server's certificate; the option `verify_ssl` when not given."),
  cert: maybe.any(null, "Our own certificate: a file with it and its key, or a list of two files."),
  text_out: maybe.any(null, "A file to write the text to."),
  headers_out: maybe.any(null, "A file that is there, to write the headers to."),
  decode_out: maybe.any(null, "A file to write what was read as data to."),
  stream: maybe.any(false, "For callers in Python; refused here."),
  streaming_callback: maybe.any(null, "For callers in Python; refused here."),
  header_callback: maybe.any(null, "For callers in Python; refused here."),
  handle: maybe.any(false, "For callers in Python; refused here."),
  agent: maybe.any(null, "How we call ourselves."),
  hide_fields: maybe.any(null, "Secret fields of the address; nothing of it is logged in any case."),
  raise_error: maybe.any(true, "Count a status such as 404 as an error."),
  formdata: maybe.any(false, "Send `data` as a file of a form."),
  formdata_fieldname: maybe.any(null, "The name of its field."),
  formdata_filename: maybe.any(null, "The name of the file."),
  decode_body: maybe.any(true, "Answer with text rather than bytes."),
} as const;

/** A request as it was asked for. */
export type QueryArgs = Args<typeof queryParams>;
