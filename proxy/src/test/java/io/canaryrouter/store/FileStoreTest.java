package io.canaryrouter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.canaryrouter.store.StoreException.Kind;
import io.canaryrouter.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileStoreTest extends StoreContract {
  @TempDir private Path folder;

  @Override
  Store make(String bootId) {
    return new FileStore(path(), bootId);
  }

  @Override
  void forget() throws IOException {
    Files.deleteIfExists(path());
  }

  private Path path() {
    return folder.resolve("canary-state.json");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static StoreException refusal(Store store) {
    return catchThrowableOfType(StoreException.class, store::read);
  }

  @Test
  void nothingButTheDocumentAndItsLockIsLeftBehind() throws Exception {
    Store store = open("a");
    store.compareAndSet(0, document(1));
    store.compareAndSet(1, document(2));

    assertThat(names()).containsExactly("canary-state.json", "canary-state.json.lock");
  }

  @Test
  void onlyTheOwnerReadsWhatIsWritten() throws Exception {
    Store store = open("a");
    store.compareAndSet(0, document(1));
    store.append("audit", "somebody did something", 10);

    for (String name : names()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .as(name)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void theFileTellsPeopleWhatItIs() throws Exception {
    open("boot-1").compareAndSet(0, new Document(3, "{\"green\":\"5%\"}"));

    assertThat(Files.readString(path()))
        .startsWith("{\"format\":1,\"revision\":3,\"writer\":\"boot-1\",\"checksum\":\"")
        .endsWith("\",\"body\":\"{\\\"green\\\":\\\"5%\\\"}\"}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "null",
        "[]",
        "7",
        "not json",
        "{}",
        "{\"format\":1}",
        "{\"format\":\"one\",\"revision\":1}",
        "{\"format\":1,\"revision\":0,\"writer\":\"a\",\"checksum\":\"\",\"body\":\"\"}",
        "{\"format\":1,\"revision\":-1,\"writer\":\"a\",\"checksum\":\"\",\"body\":\"\"}",
        "{\"format\":1,\"revision\":99999999999999999999,\"writer\":\"a\",\"checksum\":\"\",\"body\":\"\"}",
        "{\"format\":1,\"revision\":1,\"writer\":\"a\",\"checksum\":\"00\",\"body\":\"{}\"}",
        "{\"format\":1,\"format\":1,\"revision\":1,\"writer\":\"a\",\"checksum\":\"\",\"body\":\"\"}",
      })
  void whatIsNoDocumentIsDamaged(String text) throws Exception {
    Files.writeString(path(), text);
    Store store = open("a");

    assertThat(refusal(store).kind()).isEqualTo(Kind.DAMAGED);
    assertThatThrownBy(() -> store.compareAndSet(0, document(1)))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED));
    assertThat(Files.readString(path())).isEqualTo(text);
  }

  @Test
  void aDocumentThatWasCutAnywhereIsDamaged() throws Exception {
    Store store = open("a");
    store.compareAndSet(0, document(1));
    String whole = Files.readString(path());

    for (int length = 0; length < whole.length() - 1; length++) {
      Files.writeString(path(), whole.substring(0, length));
      assertThat(refusal(store)).as("cut after %s", length).isNotNull();
      assertThat(refusal(store).kind()).isEqualTo(Kind.DAMAGED);
    }
  }

  @Test
  void aDocumentWithAnyCharacterChangedIsNeverTakenForAnother() throws Exception {
    Store store = open("a");
    store.compareAndSet(0, document(12));
    String whole = Files.readString(path());

    for (int at = 0; at < whole.length() - 1; at++) {
      char other = whole.charAt(at) == '3' ? '4' : '3';
      Files.writeString(path(), whole.substring(0, at) + other + whole.substring(at + 1));
      assertThat(refusal(store)).as("changed at %s", at).isNotNull();
    }
  }

  @Test
  void aDocumentOfANewerVersionIsLeftAlone() throws Exception {
    String newer = "{\"format\":2,\"what\":{\"is\":\"new\"}}";
    Files.writeString(path(), newer);
    Store store = open("a");

    assertThat(refusal(store)).hasMessageContaining("newer version");
    assertThat(refusal(store).kind()).isEqualTo(Kind.NEWER);
    assertThatThrownBy(() -> store.compareAndSet(0, document(1)))
        .isInstanceOf(StoreException.class);
    assertThat(Files.readString(path())).isEqualTo(newer);
  }

  @Test
  void aReplacementKeepsWhatCouldNotBeRead() throws Exception {
    Store store = open("a");
    for (String broken : List.of("first", "second")) {
      Files.writeString(path(), broken);
      store.replace(document(1));
    }
    store.replace(document(2));

    assertThat(store.read()).contains(document(2));
    assertThat(Files.readString(folder.resolve("canary-state.json.damaged-1"))).isEqualTo("first");
    assertThat(Files.readString(folder.resolve("canary-state.json.damaged-2"))).isEqualTo("second");
    assertThat(names()).doesNotContain("canary-state.json.damaged-3");
  }

  @Test
  void aReplacementThrowsNothingAwayWhenTooMuchIsKeptAlready() throws Exception {
    for (int n = 1; n <= 100; n++) {
      Files.writeString(folder.resolve("canary-state.json.damaged-" + n), "old");
    }
    Files.writeString(path(), "broken");

    assertThatThrownBy(() -> open("a").replace(document(1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("100 damaged ones beside it: remove some");
    assertThat(Files.readString(path())).isEqualTo("broken");
  }

  @Test
  void aFolderInItsPlaceIsSaidSo() throws Exception {
    Files.createDirectory(path());
    Store store = open("a");

    assertThat(refusal(store)).hasMessageEndingWith("it is no file: name another place");
    assertThat(refusal(store).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThatThrownBy(() -> store.replace(document(1))).isInstanceOf(StoreException.class);
  }

  @Test
  void aFolderThatIsMissingIsSaidSo() throws Exception {
    Store store = new FileStore(folder.resolve("missing").resolve("state.json"), "a");
    String sentence = "the folder does not exist: create it, or name another";

    assertThat(refusal(store)).hasMessageEndingWith(sentence);
    assertThat(refusal(store).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThatThrownBy(() -> store.compareAndSet(0, document(1))).hasMessageEndingWith(sentence);
    assertThatThrownBy(() -> store.append("audit", "line", 1)).hasMessageEndingWith(sentence);

    Files.createDirectory(folder.resolve("missing"));
    assertThat(store.compareAndSet(0, document(1))).isTrue();
    store.close();
  }

  @Test
  void whatAKilledRouterLeftHalfWrittenDisturbsNobody() throws Exception {
    Files.writeString(folder.resolve("canary-state.json.new"), "{\"format\":1,\"rev");
    Store store = open("a");

    assertThat(store.read()).isEmpty();
    assertThat(store.compareAndSet(0, document(1))).isTrue();
    assertThat(names()).containsExactly("canary-state.json", "canary-state.json.lock");
  }

  @Test
  void aWriteThatFailsLeavesTheOldDocument() throws Exception {
    Store store = open("a");
    store.compareAndSet(0, document(1));
    // Cannot be removed, so that nothing can be written in its place.
    Path inTheWay = Files.createDirectories(folder.resolve("canary-state.json.new").resolve("x"));

    assertThatThrownBy(() -> store.compareAndSet(1, document(2)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot be written");
    assertThat(store.read()).contains(document(1));

    Files.delete(inTheWay);
    assertThat(store.compareAndSet(1, document(2))).isTrue();
  }

  @Test
  void aLinkStaysALink() throws Exception {
    Path real = folder.resolve("elsewhere.json");
    Files.writeString(real, "");
    Files.createSymbolicLink(path(), real);
    Store store = open("a");
    store.replace(document(1));

    assertThat(Files.isSymbolicLink(path())).isTrue();
    assertThat(Files.readString(real)).contains("\"revision\":1");
  }

  @Test
  void otherRoutersWritesAreToldAndOnesOwnAreNot() throws Exception {
    FileStore mine = (FileStore) open("mine");
    Store other = open("other");
    BlockingQueue<Document> told = new LinkedBlockingQueue<>();
    mine.watch(told::add);
    mine.compareAndSet(0, document(1));
    mine.poll();
    other.compareAndSet(1, document(2));

    assertThat(Patience.take(told, "the other's document")).isEqualTo(document(2));

    mine.compareAndSet(2, document(3));
    mine.poll();
    other.compareAndSet(3, document(4));
    other.compareAndSet(4, document(5));
    mine.poll();
    assertThat(told).endsWith(document(5)).doesNotContain(document(3)).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void whatWasReadIsNotTold() throws Exception {
    open("other").compareAndSet(0, document(1));
    FileStore mine = (FileStore) open("mine");
    mine.read();
    BlockingQueue<Document> told = new LinkedBlockingQueue<>();
    mine.watch(told::add);
    mine.poll();

    assertThat(told).isEmpty();
  }

  @Test
  void aDocumentThatIsGoneIsToldOnce() throws Exception {
    FileStore mine = (FileStore) open("mine");
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    mine.watch(document -> told.add("changed"), () -> told.add("lost"));
    mine.compareAndSet(0, document(1));
    Files.delete(path());
    mine.poll();
    mine.poll();

    assertThat(told).containsExactly("lost");
  }

  @Test
  void watchingGoesOnAfterDamageAndAfterAListenerThatFails() throws Exception {
    FileStore mine = (FileStore) open("mine");
    BlockingQueue<Document> told = new LinkedBlockingQueue<>();
    mine.watch(document -> {
      told.add(document);
      throw new IllegalStateException("the listener's own trouble");
    });
    Store other = open("other");
    other.compareAndSet(0, document(1));
    Patience.take(told, "the first document");
    Files.writeString(path(), "broken");
    assertThatThrownBy(mine::poll).isInstanceOf(StoreException.class);
    other.replace(document(2));

    assertThat(Patience.take(told, "the second document")).isEqualTo(document(2));
  }

  @Test
  void aLineThatACrashCutOffIsSkippedAndGivesWay() throws Exception {
    Path journal = folder.resolve("canary-state.json.audit.jsonl");
    Files.writeString(journal, "first\nsecond\nthi");
    Store store = open("a");

    assertThat(store.latest("audit", 10)).containsExactly("first", "second");

    store.append("audit", "fourth", 10);
    assertThat(store.latest("audit", 10)).containsExactly("first", "second", "fourth");
    assertThat(Files.readString(journal)).isEqualTo("first\nsecond\nfourth\n");
  }

  @Test
  void aJournalThatIsNoneIsBounded() throws Exception {
    Path journal = folder.resolve("canary-state.json.audit.jsonl");
    Files.writeString(journal, "x".repeat(3 << 20) + "\nlast\n");

    assertThat(open("a").latest("audit", 10)).containsExactly("last");
  }

  @Test
  void aClosedStoreSaysSo() {
    Store store = open("a");
    store.close();

    assertThat(refusal(store).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void whatIsKeptLiesBesideTheDocumentForTheOwnerOnly() throws Exception {
    open("a").keep("evidence", new byte[] {1});

    Path kept = folder.resolve("canary-state.json.evidence");
    assertThat(kept).hasBinaryContent(new byte[] {1});
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");
  }

  @Test
  void aKeptFileThatNoRouterHasWrittenIsSaidToBeNone() throws Exception {
    Files.write(folder.resolve("canary-state.json.evidence"), new byte[Store.MOST_BYTES + 1]);
    Store store = open("a");

    assertThatThrownBy(() -> store.kept("evidence"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("was not written by a router");
    assertThat(store.read()).isEmpty();
  }
}
