package io.canaryrouter.config;

import io.canaryrouter.store.RedisAddress;
import io.canaryrouter.store.StoreSettings;
import java.nio.file.Path;
import java.util.List;

/** The keys of {@code state}, and the variable that stands in for them. */
final class StateKeys {
  /** A URL, which may hold a password and is never shown. */
  static final Kind<RedisAddress> REDIS_URL =
      Kind.text("^rediss?://[!-~]{1,1000}$", RedisAddress.EXPECTS, RedisAddress::parse);

  /** Platforms hand it out; the contract takes it where the file says nothing. */
  static final String VARIABLE = "REDIS_URL";

  static final Key<Path> FILE =
      Key.optional(
          "state.file",
          Kinds.FILE,
          "A file on this machine, in a folder that outlives the process; the folder must exist.");
  static final Key<RedisAddress> REDIS =
      Key.optional(
          "state.redis", REDIS_URL, "A Redis or Valkey; by default REDIS_URL, where that is set.");

  static final List<Key<?>> ALL = List.of(FILE, REDIS);

  static final Section SECTION =
      Section.of("state", "Where weight and latch outlive a restart; without it they do not.");

  private StateKeys() {}

  /** Where the state is kept; a finding when two places are named, or the variable is wrong. */
  static StoreSettings settings(Values values, Variables variables, Findings findings) {
    Path file = values.find(FILE);
    RedisAddress redis = values.find(REDIS);
    if (file != null && redis != null) {
      findings.error(
          values.place(REDIS),
          REDIS.path(),
          "state.file is given as well: a router has one state, keep one of the two");
    }
    if (redis != null) {
      return new StoreSettings.InRedis(redis, REDIS.path());
    }
    return file == null
        ? byEnvironment(variables, findings)
        : new StoreSettings.InFile(file, FILE.path());
  }

  private static StoreSettings byEnvironment(Variables variables, Findings findings) {
    if (!variables.isSet(VARIABLE) || findings.concern(FILE) || findings.concern(REDIS)) {
      return new StoreSettings.InMemory();
    }
    try {
      RedisAddress redis = REDIS_URL.read(List.of(variables.value(VARIABLE)));
      return new StoreSettings.InRedis(redis, VARIABLE);
    } catch (IllegalArgumentException e) {
      // Its sentence may quote the value.
      findings.error(
          Place.NOWHERE,
          VARIABLE,
          RedisAddress.EXPECTS
              + "; the value given is not (and is not shown). Mend or remove it, or name another"
              + " place with state");
      return new StoreSettings.InMemory();
    }
  }
}
