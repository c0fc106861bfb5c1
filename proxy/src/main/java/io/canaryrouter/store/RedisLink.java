package io.canaryrouter.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a Redis, and one more that hears of changes. Both are opened when they are needed
 * and given up at the first doubt: a connection that did not answer in time is never asked again,
 * since nobody can tell a slow server from one that is gone.
 *
 * <p>Confined to the store's thread, on which each call waits at most {@value #STEP_MILLIS} ms to
 * connect and as long for an answer; the first one longer.
 */
final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final long STEP_MILLIS = 1_500;

  /** The first time the driver's classes are loaded, which takes a small machine seconds. */
  private static final long FIRST_STEP_MILLIS = 8_000;

  private static final long CLOSE_MILLIS = 1_000;

  /** One command waits at a time; the rest is room for those of which nobody awaits the answer. */
  private static final int QUEUE = 64;

  static {
    // Two idle connections gain nothing by a native transport, and a ring of their own would cost
    // locked memory. The driver reads this once, with the first of its classes.
    for (String transport : new String[] {"epoll", "iouring", "kqueue"}) {
      System.getProperties().putIfAbsent("io.lettuce.core." + transport, "false");
    }
  }

  private static final ClientOptions OPTIONS =
      ClientOptions.builder()
          .autoReconnect(false)
          .requestQueueSize(QUEUE)
          .protocolVersion(ProtocolVersion.RESP2)
          .maintNotificationsConfig(MaintNotificationsConfig.disabled())
          .socketOptions(
              SocketOptions.builder()
                  .connectTimeout(Duration.ofMillis(STEP_MILLIS))
                  .keepAlive(true)
                  .build())
          .build();

  private final RedisURI uri;
  private final String where;
  private final String channel;
  private final Runnable onMessage;
  private @Nullable RedisClient client;
  private @Nullable StatefulRedisConnection<String, String> connection;
  private @Nullable StatefulRedisPubSubConnection<String, String> subscription;
  private boolean isWatching;
  private boolean isWarm;
  private boolean hasWarned;

  /** One for the process: four daemon threads at most, which end with it. */
  private static final class Resources {
    static final ClientResources SHARED =
        DefaultClientResources.builder()
            .eventLoopGroupProvider(new DefaultEventLoopGroupProvider(1))
            .computationThreadPoolSize(2)
            .build();
  }

  /**
   * Not connected yet.
   *
   * @param where what it is, for people
   * @param channel where changes are told
   * @param onMessage run at each message, on a thread that must not be held up
   */
  RedisLink(RedisAddress address, String where, String channel, Runnable onMessage) {
    this.uri = uri(address);
    this.where = where;
    this.channel = channel;
    this.onMessage = onMessage;
  }

  private RedisClient client() {
    RedisClient made = client;
    if (made == null) {
      made = RedisClient.create(Resources.SHARED, uri);
      made.setOptions(OPTIONS);
      client = made;
    }
    return made;
  }

  private static RedisURI uri(RedisAddress address) {
    RedisURI.Builder builder =
        RedisURI.builder()
            .withHost(address.host())
            .withPort(address.port())
            .withSsl(address.tls())
            .withDatabase(address.database())
            .withClientName("canary-router")
            .withTimeout(Duration.ofMillis(STEP_MILLIS));
    String password = address.password();
    String user = address.user();
    if (password != null && user != null) {
      builder.withAuthentication(user, password.toCharArray());
    } else if (password != null) {
      builder.withPassword(password.toCharArray());
    }
    return builder.build();
  }

  /** From now on changes are listened for, as far as there is a connection. */
  void watch() {
    isWatching = true;
  }

  /** Asks a command and waits for its answer. */
  <T> T ask(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command)
      throws StoreException {
    try {
      return await(command.apply(connected().async()));
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      if (RedisFailure.endsConnection(e)) {
        disconnect();
      }
      throw RedisFailure.of(e, where);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      isWarm = true;
    }
  }

  private StatefulRedisConnection<String, String> connected() throws StoreException {
    StatefulRedisConnection<String, String> open = connection;
    if (open != null && open.isOpen()) {
      subscribe();
      return open;
    }
    disconnect();
    try {
      open = await(client().connectAsync(StringCodec.UTF8, uri));
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      throw RedisFailure.of(e, where);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    connection = open;
    warnOfEviction(open);
    subscribe();
    return open;
  }

  /** A caller has lost patience; nobody gets to read this. */
  private StoreException interrupted(InterruptedException e) {
    disconnect();
    return RedisFailure.of(e, where);
  }

  private long stepMillis() {
    return isWarm ? STEP_MILLIS : FIRST_STEP_MILLIS;
  }

  /** What answers late is closed by whoever gets it. */
  private <C extends StatefulConnection<String, String>> C await(ConnectionFuture<C> opening)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      return opening.get(stepMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | InterruptedException e) {
      opening.whenComplete((late, failure) -> {
        if (late != null) {
          late.closeAsync();
        }
      });
      throw e;
    }
  }

  private <T> T await(Future<T> answer)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      return answer.get(stepMillis(), TimeUnit.MILLISECONDS);
    } finally {
      answer.cancel(false);
    }
  }

  /** Without it changes are seen within a second, so that a failure of it is none. */
  private void subscribe() {
    if (!isWatching || subscription != null) {
      return;
    }
    try {
      StatefulRedisPubSubConnection<String, String> open =
          await(client().connectPubSubAsync(StringCodec.UTF8, uri));
      subscription = open;
      open.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String from, String message) {
              onMessage.run();
            }
          });
      open.async().subscribe(channel);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.debug("No subscription to {}", where, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nobody waits for this: who may not ask INFO goes without the warning. */
  private void warnOfEviction(StatefulRedisConnection<String, String> open) {
    open.async()
        .info("memory")
        .thenAccept(info ->
            info.lines()
                .filter(line -> line.startsWith("maxmemory_policy:allkeys"))
                .findFirst()
                .ifPresent(this::warnOnce));
  }

  private synchronized void warnOnce(String policy) {
    if (!hasWarned) {
      hasWarned = true;
      LOG.warn(
          "{} may throw the state away when it is full ({}): set its maxmemory-policy to noeviction",
          where,
          policy);
    }
  }

  /** Gives both connections up; the next question opens new ones. */
  private void disconnect() {
    if (connection != null) {
      connection.closeAsync();
      connection = null;
    }
    if (subscription != null) {
      subscription.closeAsync();
      subscription = null;
    }
  }

  @Override
  public void close() {
    disconnect();
    if (client == null) {
      return;
    }
    try {
      client
          .shutdownAsync(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
          .get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("The connections to {} did not end in order", where, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
