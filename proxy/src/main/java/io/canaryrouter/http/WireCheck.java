package io.canaryrouter.http;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The router's own strict check of HTTP/1 bytes, in one direction of one connection, before any
 * codec sees them: start line, fields and framing (RFC 9112), with every ambiguity refused, so that
 * no two readers of the accepted bytes can disagree where a message ends. The grammar stands in
 * {@link RequestHead}, {@link ResponseHead}, {@link FieldLine}, {@link MessageFraming} and {@link
 * ChunkLine}; here is only the order of the lines.
 *
 * <p>A message is cut wherever the network cuts it; the verdict is the same. The check stops behind
 * each message until {@link #next()}, so that a caller can hold back what is pipelined.
 *
 * <p>Cost: a head is copied once and read twice; bodies are not looked at. Nothing is allocated for
 * a usual message whose head comes in one piece. Thread safety: confined to the connection's event
 * loop.
 */
final class WireCheck {
  /** How far the current message is. */
  enum Phase {
    /** No byte of it has come; empty lines before it do not count. */
    IDLE,
    HEAD,
    BODY,
    COMPLETE,
    FAULTY
  }

  private enum Part {
    START_LINE,
    FIELDS,
    CHUNK_SIZE,
    CHUNK_END,
    TRAILERS,
    CHUNK_DATA,
    FIXED_BODY,
    UNTIL_CLOSE;

    private boolean isLines() {
      return compareTo(TRAILERS) <= 0;
    }
  }

  /** RFC 9112 section 2.2 asks a server to forgive at least one. */
  private static final int MAX_EMPTY_LINES = 2;

  private final WireLimits limits;
  private final WireHead head;
  private final @Nullable ResponseHead responseHead;
  private final WireLines lines = new WireLines();
  private final FieldLine field = new FieldLine();
  private final ChunkLine chunk = new ChunkLine();

  private Phase phase = Phase.IDLE;
  private Part part = Part.START_LINE;
  private int emptyLines;
  private int fieldBytes;
  private int fieldCount;
  private long remaining;
  private @Nullable WireFault fault;

  private WireCheck(WireLimits limits, WireHead head, @Nullable ResponseHead responseHead) {
    this.limits = limits;
    this.head = head;
    this.responseHead = responseHead;
  }

  /** Checks what a client sends. */
  static WireCheck ofRequests(WireLimits limits) {
    return new WireCheck(limits, new RequestHead(), null);
  }

  /** Checks what a stack answers; each 1xx is a message of its own. */
  static WireCheck ofResponses(WireLimits limits) {
    ResponseHead head = new ResponseHead();
    return new WireCheck(limits, head, head);
  }

  /**
   * Tells, before its head comes, whether the next final response answers a HEAD and so has no
   * body. Holds for that one response.
   */
  void answering(boolean headRequest) {
    Objects.requireNonNull(responseHead, "requests answer nothing").answering(headRequest);
  }

  /**
   * Reads on from the buffer's reader index, which it does not move.
   *
   * @return how many bytes are accepted: up to the message's end ({@link Phase#COMPLETE}), to the
   *     line with a fault ({@link Phase#FAULTY}), or to the end of the buffer. An accepted
   *     beginning of a line may still turn out faulty; a line feed, or data, never does.
   */
  int scan(ByteBuf in) {
    int start = in.readerIndex();
    int end = in.writerIndex();
    int index = start;
    while (index < end && isOpen()) {
      index = part.isLines() ? readLines(in, index, end) : skipData(index, end);
    }
    return Math.max(0, index - start);
  }

  Phase phase() {
    return phase;
  }

  /** The status of the current response once its status line is complete; before it, 0. */
  int status() {
    return responseHead == null ? 0 : responseHead.status();
  }

  /** What the fault is, once {@link Phase#FAULTY}. */
  @Nullable Failure failure() {
    if (fault == null) {
      return null;
    }
    boolean inHead = part == Part.START_LINE || part == Part.FIELDS;
    if (responseHead != null) {
      return inHead ? fault.inResponseHead() : Failure.RESPONSE_MALFORMED;
    }
    return inHead ? fault.inRequestHead() : Failure.BAD_BODY;
  }

  /** A sentence about the fault, without any byte of the message; empty when there is none. */
  String detail() {
    return fault == null ? "" : fault.sentence();
  }

  /** Begins the next message, after {@link Phase#COMPLETE}. */
  void next() {
    if (phase != Phase.COMPLETE) {
      throw new IllegalStateException("the message is not complete: " + phase);
    }
    phase = Phase.IDLE;
    part = Part.START_LINE;
    emptyLines = 0;
    fieldBytes = 0;
    fieldCount = 0;
    head.begin();
    field.release();
    lines.release();
  }

  /**
   * Tells that the peer sends no more.
   *
   * @return whether it may end here: between messages, or in a response that lasts until the close
   *     and is thereby complete; false when the message is cut off
   */
  boolean endOfInput() {
    if (part == Part.UNTIL_CLOSE && phase == Phase.BODY) {
      phase = Phase.COMPLETE;
    }
    return phase == Phase.IDLE || phase == Phase.COMPLETE;
  }

  private boolean isOpen() {
    return phase != Phase.COMPLETE && phase != Phase.FAULTY;
  }

  private int readLines(ByteBuf in, int index, int end) {
    int loaded = lines.load(in, index, end);
    while (part.isLines() && isOpen() && lines.next(maxLineBytes())) {
      WireFault found = line(lines.bytes(), lines.from(), lines.to());
      if (found != null) {
        lines.refuse();
        fail(found);
      }
    }
    if (lines.isTooLong()) {
      fail(tooLong());
    } else if (lines.fault() != null) {
      fail(lines.fault());
    } else if (phase == Phase.IDLE && lines.isInText()) {
      phase = Phase.HEAD;
    }
    return loaded - lines.unread();
  }

  private int maxLineBytes() {
    return switch (part) {
      case START_LINE -> limits.maxLineBytes();
      case FIELDS, TRAILERS -> Math.max(0, limits.maxFieldsBytes() - fieldBytes);
      case CHUNK_SIZE -> ChunkLine.MAX_BYTES;
      default -> 0;
    };
  }

  private WireFault tooLong() {
    return switch (part) {
      case START_LINE -> head.startLineTooLong(lines.bytes(), lines.from(), lines.to());
      case FIELDS -> WireFault.FIELDS_TOO_LARGE;
      case TRAILERS -> WireFault.TRAILERS_TOO_LARGE;
      case CHUNK_SIZE -> WireFault.CHUNK_LINE_TOO_LONG;
      default -> WireFault.BAD_CHUNK_END;
    };
  }

  private @Nullable WireFault line(byte[] bytes, int from, int to) {
    return switch (part) {
      case START_LINE -> startLine(bytes, from, to);
      case FIELDS -> from == to ? endOfHead() : field(bytes, from, to);
      case TRAILERS -> from == to ? complete() : field(bytes, from, to);
      case CHUNK_SIZE -> chunkSize(bytes, from, to);
      default -> {
        part = Part.CHUNK_SIZE;
        yield null;
      }
    };
  }

  private @Nullable WireFault startLine(byte[] bytes, int from, int to) {
    if (from == to && responseHead == null) {
      return ++emptyLines > MAX_EMPTY_LINES ? WireFault.LEADING_LINES : null;
    }
    phase = Phase.HEAD;
    WireFault found = head.startLine(bytes, from, to);
    if (found == null) {
      part = Part.FIELDS;
    }
    return found;
  }

  private @Nullable WireFault field(byte[] bytes, int from, int to) {
    fieldBytes += to - from + 2;
    if (++fieldCount > limits.maxFieldCount()) {
      return WireFault.FIELDS_TOO_MANY;
    }
    WireFault found = field.parse(bytes, from, to);
    if (found != null || part == Part.TRAILERS) {
      return found;
    }
    return head.field(field);
  }

  private @Nullable WireFault endOfHead() {
    WireFault found = head.end();
    if (found != null) {
      return found;
    }
    phase = Phase.BODY;
    fieldBytes = 0;
    fieldCount = 0;
    remaining = head.bodyBytes();
    if (remaining == 0) {
      return complete();
    }
    if (remaining == MessageFraming.CHUNKED) {
      part = Part.CHUNK_SIZE;
    } else {
      part = remaining == MessageFraming.UNTOLD ? Part.UNTIL_CLOSE : Part.FIXED_BODY;
    }
    return null;
  }

  private @Nullable WireFault chunkSize(byte[] bytes, int from, int to) {
    WireFault found = chunk.parse(bytes, from, to);
    if (found == null) {
      remaining = chunk.size();
      part = remaining == 0 ? Part.TRAILERS : Part.CHUNK_DATA;
    }
    return found;
  }

  private int skipData(int index, int end) {
    if (part == Part.UNTIL_CLOSE) {
      return end;
    }
    int skipped = (int) Math.min(remaining, end - index);
    remaining -= skipped;
    if (remaining == 0) {
      if (part == Part.CHUNK_DATA) {
        part = Part.CHUNK_END;
      } else {
        complete();
      }
    }
    return index + skipped;
  }

  private @Nullable WireFault complete() {
    phase = Phase.COMPLETE;
    return null;
  }

  private void fail(WireFault found) {
    fault = found;
    phase = Phase.FAULTY;
  }
}
