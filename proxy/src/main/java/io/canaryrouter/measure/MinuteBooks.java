package io.canaryrouter.measure;

import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The minutes that are being written, a book for each minute and epoch.
 *
 * <p>A book is handed out two seconds after its minute's end, so that what is still in the ring is
 * in it; later news makes another record of the same minute, and the two are merged by whoever
 * reads them. Owned by the control thread. At most {@value #MAX_OPEN} books are open: one more, and
 * the oldest is handed out before its time.
 */
final class MinuteBooks {
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MAX_OPEN = 8;

  /** So many epochs' weights are known; requests that began before them have none. */
  private static final int MAX_EPOCHS = 64;

  private final long wallOffsetNanos;
  private final Consumer<List<MinuteRecord>> reader;
  private final TreeMap<Book, Map<Page, Entry>> open =
      new TreeMap<>(Comparator.comparingLong(Book::minute).thenComparingLong(Book::epoch));
  private final TreeMap<Long, Weight> weights = new TreeMap<>();

  private record Book(long minute, long epoch) {}

  private record Page(Stack stack, String route, boolean judged) {}

  private record Entry(Tally tally, UserSketch users) {}

  MinuteBooks(long nowNanos, long epochMillis, Consumer<List<MinuteRecord>> reader) {
    this.wallOffsetNanos = TimeUnit.MILLISECONDS.toNanos(epochMillis) - nowNanos;
    this.reader = reader;
  }

  void epoch(long epoch, Weight green) {
    weights.put(epoch, green);
    if (weights.size() > MAX_EPOCHS) {
      weights.pollFirstEntry();
    }
  }

  void record(Sample sample, String route) {
    Book book = new Book(minute(sample.endNanos()), sample.epoch());
    Map<Page, Entry> pages = open.get(book);
    if (pages == null) {
      if (open.size() == MAX_OPEN) {
        handOut(List.of(open.firstKey()));
      }
      pages = new LinkedHashMap<>();
      open.put(book, pages);
    }
    Entry entry =
        pages.computeIfAbsent(
            new Page(sample.stack(), route, sample.judged()),
            page -> new Entry(new Tally(), new UserSketch()));
    entry.tally.record(sample);
    entry.users.record(sample);
  }

  void tick(long nowNanos) {
    long present = minute(nowNanos - GRACE_NANOS);
    handOut(open.keySet().stream().filter(book -> book.minute < present).toList());
  }

  private void handOut(List<Book> books) {
    List<MinuteRecord> records = new ArrayList<>();
    for (Book book : books) {
      Map<Page, Entry> pages = open.remove(book);
      if (pages != null) {
        pages.forEach((page, entry) -> records.add(record(book, page, entry)));
      }
    }
    if (!records.isEmpty()) {
      reader.accept(List.copyOf(records));
    }
  }

  private MinuteRecord record(Book book, Page page, Entry entry) {
    return new MinuteRecord(
        new MinuteRecord.Key(
            book.minute, book.epoch, weights.get(book.epoch), page.stack, page.route, page.judged),
        entry.tally,
        entry.users);
  }

  private long minute(long nanos) {
    return Math.floorDiv(nanos + wallOffsetNanos, MINUTE_NANOS);
  }
}
