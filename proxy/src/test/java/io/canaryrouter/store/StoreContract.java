package io.canaryrouter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canaryrouter.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every store promises, whatever it keeps its document in. */
abstract class StoreContract {
  private final List<Store> opened = new ArrayList<>();

  /** Opens the state of this test as the router with this boot id. */
  abstract Store make(String bootId);

  /** Removes the state, for another round of a property. */
  abstract void forget() throws Exception;

  final Store open(String bootId) {
    Store store = make(bootId);
    opened.add(store);
    return store;
  }

  @AfterEach
  void closeStores() {
    opened.forEach(Store::close);
  }

  static Document document(long revision) {
    return new Document(revision, "{\"green\":\"5%\",\"revision\":" + revision + "}");
  }

  @Test
  void aNewStoreHoldsNothing() throws StoreException {
    Store store = open("a");

    assertThat(store.read()).isEmpty();
    assertThat(store.latest("audit", 10)).isEmpty();
  }

  @Test
  void aDocumentComesBackAsItWasWritten() throws StoreException {
    Store store = open("a");
    Document document =
        new Document(7, "{\"reason\":\"Müller said \\\"stop\\\" 🐤\\n\",\"n\":1.0}\n");

    assertThat(store.compareAndSet(0, document)).isTrue();

    assertThat(store.read()).contains(document);
    assertThat(open("b").read()).contains(document);
  }

  @Test
  void aLongDocumentComesBackAsItWasWritten() throws StoreException {
    Document document = new Document(1, "\u0001é".repeat(Document.MOST_CHARACTERS / 2));

    assertThat(open("a").compareAndSet(0, document)).isTrue();

    assertThat(open("b").read()).contains(document);
  }

  @Test
  void whoExpectsNothingWritesOnlyWhereNothingIs() throws StoreException {
    Store store = open("a");
    store.compareAndSet(0, document(1));

    assertThat(store.compareAndSet(0, document(2))).isFalse();
    assertThat(store.read()).contains(document(1));
  }

  @Test
  void whoExpectsADocumentDoesNotWriteWhereNothingIs() throws StoreException {
    Store store = open("a");

    assertThat(store.compareAndSet(1, document(2))).isFalse();
    assertThat(store.read()).isEmpty();
  }

  @Test
  void whoExpectsAnOlderRevisionDoesNotWrite() throws StoreException {
    Store store = open("a");
    store.compareAndSet(0, document(1));
    store.compareAndSet(1, document(5));

    assertThat(store.compareAndSet(1, document(6))).isFalse();
    assertThat(store.read()).contains(document(5));
  }

  @Test
  void aWriteThatIsTriedAgainIsWritten() throws StoreException {
    Store store = open("a");
    store.compareAndSet(0, document(1));

    assertThat(store.compareAndSet(0, document(1))).isTrue();
    assertThat(store.read()).contains(document(1));
  }

  @Test
  void aRevisionNeverFallsByComparing() throws StoreException {
    Store store = open("a");
    store.compareAndSet(0, document(5));

    assertThatThrownBy(() -> store.compareAndSet(5, document(5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.compareAndSet(5, document(4)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReplacementAsksForNoRevision() throws StoreException {
    Store store = open("a");
    store.replace(document(9));
    assertThat(store.read()).contains(document(9));

    store.replace(document(3));

    assertThat(store.read()).contains(document(3));
    assertThat(store.compareAndSet(3, document(4))).isTrue();
  }

  @Test
  void ofAllWhoExpectTheSameRevisionOneWins() {
    Seeds.rounds(
        5,
        random -> {
          forget();
          List<Store> routers = IntStream.range(0, 4).mapToObj(n -> open("boot" + n)).toList();
          List<CompletableFuture<Boolean>> attempts = new ArrayList<>();
          for (int n = 0; n < routers.size(); n++) {
            Store router = routers.get(n);
            Document next = new Document(1, "{\"by\":" + n + "}");
            attempts.add(attempt(() -> router.compareAndSet(0, next)));
          }

          assertThat(attempts.stream().filter(CompletableFuture::join)).hasSize(1);
        });
  }

  private interface Attempt {
    boolean isAccepted() throws StoreException;
  }

  private static CompletableFuture<Boolean> attempt(Attempt attempt) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return attempt.isAccepted();
      } catch (StoreException e) {
        throw new AssertionError("the store refused", e);
      }
    });
  }

  @Test
  void noAcceptedRevisionIsLostAndRevisionsGrowHoweverWritersMeet() {
    Seeds.rounds(
        3,
        random -> {
          forget();
          List<Accepted> accepted = Collections.synchronizedList(new ArrayList<>());
          List<CompletableFuture<Boolean>> writers = new ArrayList<>();
          for (int n = 0; n < 3; n++) {
            Store store = open("boot" + n);
            Random choices = new Random(random.nextLong());
            String name = "writer " + n;
            writers.add(attempt(() -> writes(store, name, choices, accepted)));
          }
          writers.forEach(CompletableFuture::join);

          // Whoever wins builds on what is there: the document names every revision that was
          // accepted.
          List<Accepted> sorted =
              accepted.stream().sorted(Comparator.comparingLong(Accepted::revision)).toList();
          assertThat(sorted).extracting(Accepted::revision).doesNotHaveDuplicates().isNotEmpty();
          assertThat(open("reader").read().orElseThrow().body())
              .isEqualTo(sorted.stream().map(Accepted::entry).reduce("", String::concat));
        });
  }

  /** A revision that a store has taken, and whose: two writers never write the same text. */
  private record Accepted(long revision, String writer) {
    String entry() {
      return revision + " by " + writer + ",";
    }
  }

  /** Builds on what it reads; now and then upon what it has replaced long ago, which is refused. */
  private static boolean writes(Store store, String name, Random choices, List<Accepted> accepted)
      throws StoreException {
    long gone = -1;
    for (int i = 0; i < 30; i++) {
      if (gone >= 0 && choices.nextInt(3) == 0) {
        assertThat(store.compareAndSet(gone, new Document(gone + 1_000, name))).isFalse();
        continue;
      }
      Document there = store.read().orElse(null);
      long revision = there == null ? 0 : there.revision();
      Accepted next = new Accepted(revision + 1 + choices.nextInt(3), name);
      String body = (there == null ? "" : there.body()) + next.entry();
      if (store.compareAndSet(revision, new Document(next.revision(), body))) {
        accepted.add(next);
        gone = revision;
      }
    }
    return true;
  }

  @Test
  void aJournalGivesItsLatestLinesOldestFirst() throws StoreException {
    Store store = open("a");
    for (int i = 1; i <= 5; i++) {
      store.append("audit", "{\"n\":" + i + "}", 100);
    }

    assertThat(store.latest("audit", 3)).containsExactly("{\"n\":3}", "{\"n\":4}", "{\"n\":5}");
    assertThat(store.latest("audit", 100)).hasSize(5).startsWith("{\"n\":1}");
    assertThat(store.latest("audit", 0)).isEmpty();
    assertThat(open("b").latest("audit", 1)).containsExactly("{\"n\":5}");
  }

  @Test
  void aJournalKeepsWhatItMustAndIsBounded() throws StoreException {
    Store store = open("a");
    for (int i = 1; i <= 57; i++) {
      store.append("audit", "line " + i, 10);

      List<String> kept = store.latest("audit", 1_000);
      assertThat(kept).hasSizeBetween(Math.min(i, 10), 20).endsWith("line " + i);
    }
  }

  @Test
  void twoRoutersWriteOneJournal() throws StoreException {
    Store first = open("a");
    Store second = open("b");
    for (int i = 1; i <= 23; i++) {
      (i % 3 == 0 ? first : second).append("audit", "line " + i, 10);
    }

    List<String> expected = IntStream.rangeClosed(14, 23).mapToObj(i -> "line " + i).toList();
    assertThat(first.latest("audit", 10)).isEqualTo(expected);
    assertThat(second.latest("audit", 10)).isEqualTo(expected);
  }

  @Test
  void journalsAreApart() throws StoreException {
    Store store = open("a");
    store.append("audit", "a change", 10);
    store.append("minutes", "a minute", 10);

    assertThat(store.latest("audit", 10)).containsExactly("a change");
    assertThat(store.latest("minutes", 10)).containsExactly("a minute");
  }

  @Test
  void aJournalTakesNoLineThatWouldBeTwo() {
    Store store = open("a");

    assertThatThrownBy(() -> store.append("audit", "a\nb", 10))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.append("../audit", "a", 10))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.latest("../audit", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytesComeBackAsTheyWereKeptAndTheLaterWriterWins() throws StoreException {
    Store store = open("a");
    assertThat(store.kept("evidence")).isEmpty();
    byte[] every = new byte[512];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    store.keep("evidence", every);
    assertThat(open("b").kept("evidence")).hasValueSatisfying(kept -> same(kept, every));

    open("c").keep("evidence", new byte[] {7});
    assertThat(store.kept("evidence")).hasValueSatisfying(kept -> same(kept, new byte[] {7}));
    assertThat(store.kept("other")).isEmpty();
    assertThat(store.read()).isEmpty();
  }

  @Test
  void theMostBytesComeBackAndMoreAreRefused() throws StoreException {
    byte[] most = new byte[Store.MOST_BYTES];
    new Random(1).nextBytes(most);
    Store store = open("a");
    store.keep("evidence", most);
    assertThat(store.kept("evidence")).hasValueSatisfying(kept -> same(kept, most));

    assertThatThrownBy(() -> store.keep("evidence", new byte[Store.MOST_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.keep("../evidence", most))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.kept("a:b")).isInstanceOf(IllegalArgumentException.class);
  }

  private static void same(byte[] kept, byte[] written) {
    assertThat(Arrays.equals(kept, written)).isTrue();
  }
}
