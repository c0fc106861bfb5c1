package io.canaryrouter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.canaryrouter.store.StoreException.Kind;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RedisProcess;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisStoreIT extends StoreContract {
  private static final String STATE = "canary:{foresy}:state";
  private static RedisProcess redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  Store make(String bootId) {
    return new RedisStore(RedisAddress.parse(redis.url()), "foresy", bootId);
  }

  @Override
  @AfterEach
  void forget() {
    redis.command("FLUSHALL");
  }

  private static StoreException refusal(Store store) {
    return catchThrowableOfType(StoreException.class, store::read);
  }

  private static boolean isReadable(Store store) {
    try {
      store.read();
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  private static Store storeIn(RedisProcess other, String login) {
    String url = other.url().replace("redis://", "redis://" + login);
    return new RedisStore(RedisAddress.parse(url), "foresy", "a");
  }

  @Test
  void routersOfDifferentNamesShareARedis() throws StoreException {
    open("a").compareAndSet(0, document(1));
    try (Store other = new RedisStore(RedisAddress.parse(redis.url()), "billing", "b")) {
      assertThat(other.read()).isEmpty();
      other.append("audit", "line", 10);
    }

    assertThat(open("c").latest("audit", 10)).isEmpty();
  }

  @Test
  void databasesAreApart() throws StoreException {
    open("a").compareAndSet(0, document(1));
    try (Store other = new RedisStore(RedisAddress.parse(redis.url() + "/1"), "foresy", "b")) {
      assertThat(other.read()).isEmpty();
    }
  }

  @Test
  void scriptsThatTheServerForgotAreNoTrouble() throws StoreException {
    Store store = open("a");
    store.compareAndSet(0, document(1));
    redis.command("SCRIPT", "FLUSH");

    assertThat(store.compareAndSet(1, document(2))).isTrue();
    store.append("audit", "line", 10);
    assertThat(store.latest("audit", 1)).containsExactly("line");
  }

  @Test
  void whatAnotherHandChangedIsDamaged() throws StoreException {
    Store store = open("a");
    store.compareAndSet(0, document(1));
    redis.command("HSET", STATE, "body", "{}");

    assertThat(refusal(store).kind()).isEqualTo(Kind.DAMAGED);
    assertThatThrownBy(() -> store.compareAndSet(1, document(2)))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void anotherTypeUnderItsKeyIsDamaged() {
    redis.command("SET", STATE, "something else");
    Store store = open("a");

    assertThat(refusal(store).kind()).isEqualTo(Kind.DAMAGED);
    assertThat(refusal(store)).hasMessageContaining("its key holds something else");
  }

  @Test
  void aDocumentOfANewerVersionIsLeftAlone() {
    redis.command("HSET", STATE, "format", "2", "something", "new");
    Store store = open("a");

    assertThat(refusal(store).kind()).isEqualTo(Kind.NEWER);
    assertThatThrownBy(() -> store.compareAndSet(0, document(1)))
        .isInstanceOf(StoreException.class);
    assertThat(redis.command("HLEN", STATE)).isEqualTo(":2");
  }

  @Test
  void aReplacementKeepsWhatCouldNotBeRead() throws StoreException {
    Store store = open("a");
    redis.command("SET", STATE, "first");
    store.replace(document(1));
    redis.command("HDEL", STATE, "checksum");
    store.replace(document(2));
    store.replace(document(3));

    assertThat(store.read()).contains(document(3));
    assertThat(redis.command("TYPE", STATE + ":damaged-1")).isEqualTo("+string");
    assertThat(redis.command("TYPE", STATE + ":damaged-2")).isEqualTo("+hash");
    assertThat(redis.command("EXISTS", STATE + ":damaged-3", STATE + ":new")).isEqualTo(":0");
  }

  @Test
  void otherRoutersWritesAreToldAndOnesOwnAreNot() throws StoreException {
    Store mine = open("mine");
    Store other = open("other");
    BlockingQueue<Document> told = new LinkedBlockingQueue<>();
    mine.watch(told::add);
    mine.compareAndSet(0, document(1));
    other.compareAndSet(1, document(2));

    assertThat(Patience.take(told, "the other's document")).isEqualTo(document(2));

    mine.compareAndSet(2, document(3));
    other.compareAndSet(3, document(4));
    assertThat(Patience.take(told, "the other's next document")).isEqualTo(document(4));
  }

  @Test
  void changesAreToldWithoutTheChannelToo() throws StoreException {
    Store mine = open("mine");
    BlockingQueue<Document> told = new LinkedBlockingQueue<>();
    mine.watch(told::add);
    Patience.until(() -> redis.command("PUBSUB", "CHANNELS").equals("*1"), "the router to listen");
    redis.command("CLIENT", "KILL", "TYPE", "pubsub");
    open("other").compareAndSet(0, document(1));

    assertThat(Patience.take(told, "the document")).isEqualTo(document(1));
  }

  @Test
  void afterItsConnectionsWereCutItListensAgain() {
    Store mine = open("mine");
    mine.watch(document -> {});
    Patience.until(() -> redis.command("PUBSUB", "CHANNELS").equals("*1"), "the router to listen");
    redis.command("CLIENT", "KILL", "TYPE", "normal");
    redis.command("CLIENT", "KILL", "TYPE", "pubsub");

    Patience.until(
        () -> redis.command("PUBSUB", "CHANNELS").equals("*1"), "the router to listen again");
  }

  @Test
  void aServerThatIsDownIsUnreachableAndFoundAgain() throws StoreException {
    try (RedisProcess other = RedisProcess.start();
        Store store = storeIn(other, "")) {
      BlockingQueue<String> told = new LinkedBlockingQueue<>();
      store.watch(document -> told.add("changed"), () -> told.add("lost"));
      store.compareAndSet(0, document(1));
      other.kill();

      assertThat(refusal(store).kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(refusal(store)).hasMessageEndingWith("nobody listens there: is it running?");
      assertThatThrownBy(() -> store.compareAndSet(1, document(2)))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> store.append("audit", "line", 10))
          .isInstanceOf(StoreException.class);

      other.startAgain();
      assertThat(Patience.take(told, "the loss")).isEqualTo("lost");
      assertThat(store.read()).isEmpty();
      assertThat(store.compareAndSet(0, document(2))).isTrue();
    }
  }

  @Test
  void aServerThatHangsIsGivenUpInTimeByEveryCall() throws StoreException {
    try (RedisProcess other = RedisProcess.start();
        Store store = storeIn(other, "")) {
      store.compareAndSet(0, document(1));
      other.pause();

      List<CompletableFuture<StoreException>> waiting =
          IntStream.range(0, 10)
              .mapToObj(n -> CompletableFuture.supplyAsync(() -> refusal(store)))
              .toList();
      for (CompletableFuture<StoreException> refused : waiting) {
        assertThat(Patience.await(refused, "a call's end").kind()).isEqualTo(Kind.UNREACHABLE);
      }
      assertThatThrownBy(() -> store.compareAndSet(1, document(2)))
          .isInstanceOf(StoreException.class);

      other.resume();
      Patience.until(() -> isReadable(store), "the server to be found again");
      assertThat(store.compareAndSet(1, document(2)))
          .as("written now, or late by the first attempt")
          .isTrue();
      assertThat(store.read()).contains(document(2));
    }
  }

  @Test
  void aServerThatPausesItsClientsIsGivenUpInTime() {
    try (RedisProcess other = RedisProcess.start();
        Store store = storeIn(other, "")) {
      assertThat(isReadable(store)).isTrue();
      other.command("CLIENT", "PAUSE", "100000", "ALL");

      assertThat(refusal(store)).hasMessageContaining("cannot be reached: no answer");
    }
  }

  @Test
  void aFullServerKeepsWhatItHas() throws StoreException {
    try (RedisProcess other = RedisProcess.start("--maxmemory-policy", "noeviction");
        Store store = storeIn(other, "")) {
      store.compareAndSet(0, document(1));
      store.append("audit", "line", 10);
      other.command("CONFIG", "SET", "maxmemory", "1");

      assertThatThrownBy(() -> store.compareAndSet(1, document(2)))
          .hasMessageEndingWith("it is full: give it more memory; what it holds is as it was");
      assertThatThrownBy(() -> store.replace(document(3))).hasMessageContaining("it is full");
      assertThatThrownBy(() -> store.append("audit", "next", 10))
          .hasMessageContaining("it is full");
      assertThat(store.read()).contains(document(1));
      assertThat(store.latest("audit", 10)).containsExactly("line");

      other.command("CONFIG", "SET", "maxmemory", "0");
      assertThat(store.compareAndSet(1, document(2))).isTrue();
    }
  }

  @Test
  void aReplicaIsReadAndNotWritten() throws StoreException {
    try (RedisProcess replica = RedisProcess.start("--replicaof", "127.0.0.1 " + redis.port());
        Store store = storeIn(replica, "")) {
      open("a").compareAndSet(0, document(1));
      Patience.until(() -> isThere(store), "the replica to follow");

      assertThatThrownBy(() -> store.compareAndSet(1, document(2)))
          .hasMessageEndingWith("it is a read-only replica: name the primary");
      assertThat(store.read()).contains(document(1));
    }
  }

  @Test
  void aServerThatMayThrowTheStateAwayIsWarnedOf() {
    try (LogWatch log = new LogWatch(RedisLink.class);
        RedisProcess cache = RedisProcess.start("--maxmemory-policy", "allkeys-lru");
        RedisProcess safe = RedisProcess.start("--maxmemory-policy", "volatile-lru");
        Store kept = storeIn(safe, "");
        Store cached = storeIn(cache, "")) {
      assertThat(isReadable(kept)).isTrue();
      assertThat(isReadable(cached)).isTrue();

      Patience.until(() -> !log.lines().isEmpty(), "the warning");
      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().get(0))
          .startsWith("WARN " + cache.url())
          .contains("(maxmemory_policy:allkeys-lru): set its maxmemory-policy to noeviction");
    }
  }

  private static boolean isThere(Store store) {
    try {
      return store.read().isPresent();
    } catch (StoreException e) {
      return false;
    }
  }

  @Test
  void thePasswordOpensAndNothingElseDoes() throws StoreException {
    try (RedisProcess locked = RedisProcess.start("--requirepass", "hunter two");
        Store right = storeIn(locked, ":hunter%20two@");
        Store named = storeIn(locked, "default:hunter%20two@");
        Store wrong = storeIn(locked, ":hunter3@");
        Store none = storeIn(locked, "")) {
      assertThat(right.compareAndSet(0, document(1))).isTrue();
      assertThat(named.read()).contains(document(1));
      assertThat(refusal(none)).hasMessageContaining("it wants a password");
      assertThat(refusal(wrong))
          .hasMessageContaining("it refuses user or password")
          .hasMessageNotContaining("hunter3");
    }
  }

  @Test
  void plainTextWhereTlsIsSpokenIsGivenUpInTime() {
    try (Store store =
        new RedisStore(
            RedisAddress.parse(redis.url().replace("redis:", "rediss:")), "foresy", "a")) {
      assertThat(refusal(store).kind()).isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Test
  void aHostThatNobodyKnowsIsSaidSo() {
    try (Store store =
        new RedisStore(RedisAddress.parse("redis://nobody.invalid"), "foresy", "a")) {
      assertThat(refusal(store)).hasMessageEndingWith("the name of its host is unknown");
    }
  }

  @Test
  void itsThreadsKeepNoProcessAlive() throws StoreException {
    Store store = open("a");
    store.watch(document -> {});
    store.compareAndSet(0, document(1));

    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().matches("(lettuce|state-store).*"))
            .toList();
    assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
    assertThat(threads)
        .extracting(Thread::getName)
        .filteredOn(name -> name.startsWith("lettuce"))
        .allMatch(name -> name.matches("lettuce-(nio|timer|eventExecutor).*"))
        .filteredOn(name -> !name.contains("nio"))
        .hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aClosedStoreSaysSo() {
    Store store = open("a");
    store.close();

    assertThat(refusal(store).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void whatAnotherHasPutWhereBytesAreKeptIsRefusedWhateverItIs() throws StoreException {
    Store store = open("a");
    for (String text : List.of("no base64!", "A".repeat(8_000_000))) {
      redis.command("SET", "canary:{foresy}:kept:evidence", text);
      assertThatThrownBy(() -> store.kept("evidence"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("was not written by a router");
    }
    redis.command("DEL", "canary:{foresy}:kept:evidence");
    redis.command("RPUSH", "canary:{foresy}:kept:evidence", "a list");
    assertThatThrownBy(() -> store.kept("evidence")).isInstanceOf(StoreException.class);
    assertThat(store.read()).isEmpty();
  }
}
