package io.canaryrouter.http;

/**
 * What the wire check can find wrong, each with the failure it is in a request's head and one
 * sentence for the log. The sentences are constants: no byte from the wire is ever in them.
 */
enum WireFault {
  BARE_LF(Failure.BAD_REQUEST, "A line ends in LF without CR."),
  BARE_CR(Failure.BAD_REQUEST, "A CR is not followed by LF."),
  CONTROL_CHARACTER(Failure.BAD_REQUEST, "A line holds a control character."),
  LEADING_LINES(Failure.BAD_REQUEST, "Too many empty lines before the start line."),

  BAD_REQUEST_LINE(Failure.BAD_REQUEST, "The request line is not method, target and version."),
  BAD_TARGET(Failure.BAD_REQUEST, "The request target is not valid."),
  METHOD_TOO_LONG(Failure.BAD_REQUEST, "The method is too long."),
  METHOD_UNKNOWN(Failure.NOT_IMPLEMENTED, "The method is not implemented."),
  METHOD_CONNECT(Failure.METHOD_NOT_ALLOWED, "CONNECT is not allowed."),
  URI_TOO_LONG(Failure.URI_TOO_LONG, "The request line is too long."),
  BAD_VERSION(Failure.BAD_REQUEST, "The protocol version is not valid."),
  OTHER_VERSION(Failure.VERSION_NOT_SUPPORTED, "Only HTTP/1.1 and HTTP/1.0 are spoken here."),

  FOLDED_FIELD(Failure.BAD_REQUEST, "A field line begins with a blank."),
  NO_COLON(Failure.BAD_REQUEST, "A field line has no colon."),
  EMPTY_NAME(Failure.BAD_REQUEST, "A field has no name."),
  BLANK_BEFORE_COLON(Failure.BAD_REQUEST, "A blank stands between a field's name and its colon."),
  BAD_NAME(Failure.BAD_REQUEST, "A field's name is not a token."),
  LOOK_ALIKE(Failure.BAD_REQUEST, "A field's name imitates one that frames or identifies."),
  OLD_WEBSOCKET(Failure.BAD_REQUEST, "The WebSocket draft with two keys is not spoken here."),
  FIELDS_TOO_LARGE(Failure.FIELDS_TOO_LARGE, "The field section is too large."),
  FIELDS_TOO_MANY(Failure.FIELDS_TOO_LARGE, "There are too many fields."),

  NO_HOST(Failure.BAD_REQUEST, "The Host field is missing."),
  TWO_HOSTS(Failure.BAD_REQUEST, "There is more than one Host field."),
  BAD_HOST(Failure.BAD_REQUEST, "The Host field is not a host with an optional port."),
  OTHER_HOST(Failure.BAD_REQUEST, "The target's authority is not the Host field's."),
  BAD_EXPECTATION(Failure.EXPECTATION_FAILED, "Only 100-continue can be expected."),

  BAD_CONTENT_LENGTH(Failure.BAD_REQUEST, "Content-Length is not one plain number."),
  TWO_CONTENT_LENGTHS(Failure.BAD_REQUEST, "There is more than one Content-Length field."),
  BAD_TRANSFER_ENCODING(Failure.BAD_REQUEST, "Transfer-Encoding is not exactly chunked."),
  TWO_TRANSFER_ENCODINGS(Failure.BAD_REQUEST, "There is more than one Transfer-Encoding field."),
  UNKNOWN_CODING(Failure.NOT_IMPLEMENTED, "The transfer coding is not implemented."),
  OLD_TRANSFER_ENCODING(Failure.BAD_REQUEST, "HTTP/1.0 has no Transfer-Encoding."),
  TWO_FRAMINGS(Failure.BAD_REQUEST, "Content-Length and Transfer-Encoding contradict each other."),

  BAD_STATUS_LINE(Failure.BAD_REQUEST, "The status line is not version, status and reason."),
  STATUS_LINE_TOO_LONG(Failure.FIELDS_TOO_LARGE, "The status line is too long."),
  BAD_SWITCH(Failure.BAD_REQUEST, "101 came without Sec-WebSocket-Accept."),

  BAD_CHUNK_SIZE(Failure.BAD_BODY, "A chunk's size is not a hexadecimal number."),
  CHUNK_TOO_LARGE(Failure.BAD_BODY, "A chunk's size is too large."),
  BAD_CHUNK_EXTENSION(Failure.BAD_BODY, "A chunk's extension is not valid."),
  CHUNK_LINE_TOO_LONG(Failure.BAD_BODY, "A chunk's extensions are too long."),
  BAD_CHUNK_END(Failure.BAD_BODY, "A chunk's data does not end in CRLF."),
  TRAILERS_TOO_LARGE(Failure.BAD_BODY, "The trailer section is too large.");

  private final Failure inRequestHead;
  private final String sentence;

  WireFault(Failure inRequestHead, String sentence) {
    this.inRequestHead = inRequestHead;
    this.sentence = sentence;
  }

  Failure inRequestHead() {
    return inRequestHead;
  }

  /** What the fault is in a response's head. */
  Failure inResponseHead() {
    return inRequestHead == Failure.FIELDS_TOO_LARGE
        ? Failure.RESPONSE_HEAD_TOO_LARGE
        : Failure.RESPONSE_MALFORMED;
  }

  String sentence() {
    return sentence;
  }
}
