package io.canaryrouter.testing;

/**
 * A response as it came on the wire.
 *
 * @param head status line and fields, byte for byte, one character a byte
 * @param body the first mebibyte of the content, one character a byte
 * @param bodyLength bytes of content that came
 * @param bodyCrc32 CRC-32 of the content that came
 * @param trailers the trailer section of a chunked response
 * @param ending COMPLETE when its framing said that it is whole; CLOSED when only the end of the
 *     connection ended it; CUT or RESET when more was promised
 */
public record RawResponse(
    String head,
    Fields fields,
    String body,
    long bodyLength,
    long bodyCrc32,
    Fields trailers,
    Ending ending) {

  /** The status code. */
  public int status() {
    return Integer.parseInt(head.substring(9, 12));
  }

  /** The first value of a field; a failure when the response lacks it. */
  public String field(String name) {
    return fields
        .first(name)
        .orElseThrow(() -> new AssertionError("no field " + name + " in:\n" + head));
  }

  /** Whether the client may believe that it has all of it. */
  public boolean looksWhole() {
    return ending == Ending.COMPLETE || ending == Ending.CLOSED;
  }
}
