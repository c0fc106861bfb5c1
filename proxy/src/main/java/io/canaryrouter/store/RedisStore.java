package io.canaryrouter.store;

import io.canaryrouter.store.StoreException.Kind;
import io.canaryrouter.store.StoreThread.Act;
import io.lettuce.core.ScriptOutputType;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A store in a Redis (or Valkey), for routers on several machines: the document in a hash, each
 * journal in a list, changes told on a channel. All names begin with {@code canary:{NAME}:}, so
 * that several routers may share it.
 *
 * <p>What must be one step is a script, which Redis runs as a whole; scripts are sent with each
 * call, as a server that started anew has forgotten them. Thread safety: any thread; the work is
 * done on one of its own.
 */
public final class RedisStore implements Store {
  /** The longest call but the first, whatever has become of the server. */
  private static final long PATIENCE_MILLIS = 2_000;

  /**
   * KEYS: the document, the channel. ARGV: the checksum that must be there, or nothing; then names
   * and values of the fields. A checksum stands for revision, writer and body together.
   */
  private static final String COMPARE_AND_SET =
      """
      local there = redis.call('HMGET', KEYS[1], 'checksum', 'revision')
      if there[1] == ARGV[3] then return 1 end
      if (there[1] or '') ~= ARGV[1] or (there[2] or '0') ~= ARGV[2] then return 0 end
      if not there[1] and redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
      redis.call('HSET', KEYS[1], unpack(ARGV, 4))
      redis.pcall('PUBLISH', KEYS[2], 'changed')
      return 1
      """;

  /**
   * KEYS: the document, the channel, a name for the new one while it is made, then names of which
   * the first free one is given to what is there; none when it is not kept. ARGV: names and values
   * of the fields. Redis lets a script that has written go on where memory is short; so what needs
   * memory comes first.
   */
  private static final String REPLACE =
      """
      redis.call('HSET', KEYS[3], unpack(ARGV))
      local kept = #KEYS == 3
      for i = 4, #KEYS do
        if not kept then kept = redis.call('RENAMENX', KEYS[1], KEYS[i]) == 1 end
      end
      if not kept then
        redis.call('DEL', KEYS[3])
        return 0
      end
      redis.call('RENAME', KEYS[3], KEYS[1])
      redis.pcall('PUBLISH', KEYS[2], 'changed')
      return 1
      """;

  /** KEYS: the list. ARGV: the line, how many are kept. */
  private static final String APPEND =
      """
      redis.call('RPUSH', KEYS[1], ARGV[1])
      redis.call('LTRIM', KEYS[1], -ARGV[2], -1)
      return 1
      """;

  private static final int MOST_DAMAGED = 100;

  /** Of what is kept, in Base64. */
  private static final int MOST_CHARACTERS = (MOST_BYTES + 2) / 3 * 4;

  private final String where;
  private final String prefix;
  private final String writer;
  private final StoreThread thread;
  private final AtomicBoolean isLookDue = new AtomicBoolean();

  /** These two belong to the store's thread. */
  private final RedisLink link;

  private Watcher watcher = Watcher.silent();

  /**
   * A store in this Redis; nothing is connected yet.
   *
   * @param routerName routers of this name share the state
   * @param writer the boot id of this router
   */
  public RedisStore(RedisAddress address, String routerName, String writer) {
    this.where = address + " under canary:{" + routerName + "}";
    this.prefix = "canary:{" + routerName + "}:";
    this.writer = writer;
    this.thread = new StoreThread(where, PATIENCE_MILLIS);
    this.link = new RedisLink(address, where, prefix + "changed", this::lookSoon);
    // Loading the driver takes as long as reading; the first caller need not wait for all of it.
    thread.soon(this::there);
  }

  @Override
  public Optional<Document> read() throws StoreException {
    return thread.call(
        Act.READ,
        () -> {
          Optional<Envelope> there = there();
          watcher.knows(there);
          return there.map(Envelope::document);
        });
  }

  /** What lies under the key. */
  private Optional<Envelope> there() throws StoreException {
    Map<String, String> fields = link.ask(redis -> redis.hgetall(key("state")));
    return fields.isEmpty() ? Optional.empty() : Optional.of(Envelope.fromFields(fields, where));
  }

  @Override
  public boolean compareAndSet(long expectedRevision, Document next) throws StoreException {
    Revisions.requireGrowth(expectedRevision, next);
    Envelope envelope = new Envelope(next, writer);
    return thread.call(Act.WRITE, () -> compareAndSet(expectedRevision, envelope));
  }

  /** Looks first, so that what cannot be read is told of rather than taken for another's. */
  private boolean compareAndSet(long expectedRevision, Envelope next) throws StoreException {
    Optional<Envelope> there = there();
    boolean isThereAlready = there.isPresent() && there.get().equals(next);
    if (!isThereAlready && Revisions.of(there.map(Envelope::document)) != expectedRevision) {
      return false;
    }
    String[] keys = {key("state"), key("changed")};
    String[] values =
        RedisFields.after(
            next,
            there.map(Envelope::checksum).orElse(""),
            Long.toString(expectedRevision),
            next.checksum());
    boolean isWritten = run(COMPARE_AND_SET, keys, values);
    if (isWritten) {
      watcher.knows(Optional.of(next));
    }
    return isWritten;
  }

  @Override
  public void replace(Document next) throws StoreException {
    Envelope envelope = new Envelope(next, writer);
    thread.call(
        Act.WRITE,
        () -> {
          String[] keys =
              RedisFields.names(prefix, Reading.succeeds(this::there) ? 0 : MOST_DAMAGED);
          if (!run(REPLACE, keys, RedisFields.after(envelope))) {
            throw new StoreException(
                Kind.UNREACHABLE,
                "the state in "
                    + where
                    + " cannot be written: there are "
                    + MOST_DAMAGED
                    + " damaged ones beside it: remove some");
          }
          watcher.knows(Optional.of(envelope));
          return true;
        });
  }

  private boolean run(String script, String[] keys, String... values) throws StoreException {
    Long result =
        link.<Long>ask(redis -> redis.eval(script, ScriptOutputType.INTEGER, keys, values));
    return result == 1;
  }

  @Override
  public void watch(Consumer<Document> changed, Runnable lost) {
    thread.soon(() -> {
      watcher = watcher.tells(changed, lost);
      link.watch();
      return true;
    });
    thread.everySecond(this::look);
  }

  /** A message says only that there is something to see; many of them are seen at once. */
  private void lookSoon() {
    if (isLookDue.compareAndSet(false, true)) {
      thread.soon(this::look);
    }
  }

  private boolean look() throws StoreException {
    isLookDue.set(false);
    watcher.sees(there());
    return true;
  }

  @Override
  public void append(String journal, String line, int keep) throws StoreException {
    JournalLine added = new JournalLine(journal, line, keep);
    String[] keys = {key("journal:" + added.journal())};
    thread.call(Act.JOURNAL, () -> run(APPEND, keys, added.line(), Integer.toString(added.keep())));
  }

  @Override
  public List<String> latest(String journal, int count) throws StoreException {
    JournalLine.requireName(journal);
    return count < 1
        ? List.of()
        : thread.call(
            Act.JOURNAL,
            () -> link.ask(redis -> redis.lrange(key("journal:" + journal), -count, -1)));
  }

  @Override
  public void keep(String name, byte[] content) throws StoreException {
    KeptBytes.requireFitting(name, content);
    thread.call(
        Act.BYTES,
        () -> {
          String text = Base64.getEncoder().encodeToString(content);
          return link.ask(redis -> redis.set(key("kept:" + name), text));
        });
  }

  /** No more is asked for than can be there: others write into a Redis, too. */
  @Override
  public Optional<byte[]> kept(String name) throws StoreException {
    KeptBytes.requireName(name);
    return thread.call(
        Act.BYTES,
        () -> {
          String text = link.ask(redis -> redis.getrange(key("kept:" + name), 0, MOST_CHARACTERS));
          return text.isEmpty() ? Optional.empty() : Optional.of(bytes(name, text));
        });
  }

  private byte[] bytes(String name, String text) throws StoreException {
    if (text.length() > MOST_CHARACTERS) {
      throw KeptBytes.damaged(name, where);
    }
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw KeptBytes.damaged(name, where);
    }
  }

  private String key(String name) {
    return prefix + name;
  }

  @Override
  public String describe() {
    return where;
  }

  @Override
  public void close() {
    thread.closeAfter(link::close);
  }
}
