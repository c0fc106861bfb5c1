package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.http.WireCheck.Phase;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Feeds bytes to a check as a connection would, in pieces, and notes what it says. */
final class WireFeed {
  /**
   * What a check said of a stream.
   *
   * @param messages how many messages were complete
   * @param failure the fault's, or null
   * @param ended whether the stream could end where it did
   */
  record Verdict(int messages, @Nullable Failure failure, boolean ended) {
    /** In the words of the tables. */
    String word() {
      if (failure != null) {
        return failure.name();
      }
      return ended ? String.valueOf(messages) : "CUT";
    }
  }

  private final WireCheck check;

  /** For each complete message, the index behind it. */
  private final List<Integer> ends = new ArrayList<>();

  private int accepted;

  WireFeed(WireCheck check) {
    this.check = check;
  }

  /** All at once. */
  static Verdict whole(WireCheck check, byte[] bytes) {
    WireFeed feed = new WireFeed(check);
    feed.feed(bytes, 0, bytes.length);
    return feed.end();
  }

  /** In two pieces. */
  static Verdict cut(WireCheck check, byte[] bytes, int at) {
    WireFeed feed = new WireFeed(check);
    feed.feed(bytes, 0, at);
    feed.feed(bytes, at, bytes.length);
    return feed.end();
  }

  /** In pieces of a few bytes. */
  static Verdict dripped(WireCheck check, byte[] bytes, int step) {
    WireFeed feed = new WireFeed(check);
    for (int i = 0; i < bytes.length; i += step) {
      feed.feed(bytes, i, Math.min(bytes.length, i + step));
    }
    return feed.end();
  }

  /** In pieces of random length. */
  static WireFeed shredded(WireCheck check, byte[] bytes, Random random) {
    WireFeed feed = new WireFeed(check);
    int longest = 1 + random.nextInt(bytes.length + 1);
    for (int i = 0; i < bytes.length; ) {
      int end = Math.min(bytes.length, i + 1 + random.nextInt(longest));
      feed.feed(bytes, i, end);
      i = end;
    }
    return feed;
  }

  void feed(byte[] bytes, int from, int to) {
    // Something before and behind shows that only the readable bytes are read.
    ByteBuf in = Unpooled.buffer(to - from + 16);
    in.writeZero(3).writeBytes(bytes, from, to - from).readerIndex(3);
    try {
      while (in.isReadable() && check.phase() != Phase.FAULTY) {
        if (check.phase() == Phase.COMPLETE) {
          check.next();
        }
        int before = in.readerIndex();
        int scanned = check.scan(in);
        assertThat(in.readerIndex()).isEqualTo(before);
        in.skipBytes(scanned);
        accepted += scanned;
        if (check.phase() == Phase.COMPLETE) {
          ends.add(accepted);
        }
      }
    } finally {
      in.release();
    }
  }

  Verdict end() {
    boolean complete = check.phase() == Phase.COMPLETE;
    boolean ended = check.endOfInput();
    if (check.phase() == Phase.COMPLETE && !complete) {
      ends.add(accepted);
    }
    assertThat(check.detail().isEmpty()).isEqualTo(check.failure() == null);
    return new Verdict(ends.size(), check.failure(), ended);
  }

  List<Integer> ends() {
    return ends;
  }

  int accepted() {
    return accepted;
  }
}
