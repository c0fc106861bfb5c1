package io.canaryrouter.store;

import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where a router's state is kept, and who said so. Immutable; no text of it holds a password. */
public sealed interface StoreSettings {
  /** Whether the state outlives the process. */
  boolean isLasting();

  /** What is kept where, and why there, for people. */
  String describe();

  /** Makes the store; whether it can be reached its calls will tell. */
  Store make(String routerName, String bootId);

  /**
   * Makes the store and tells the log which one it is. It can be reached or not: this never waits.
   *
   * @param routerName routers of one name share a state, in the same Redis
   * @param bootId who this process is among them
   */
  default Store open(String routerName, String bootId) {
    LoggerFactory.getLogger(StoreSettings.class).info("The state is kept in {}", describe());
    return make(routerName, bootId);
  }

  /** Nobody said anything: it ends with the process. */
  record InMemory() implements StoreSettings {
    @Override
    public boolean isLasting() {
      return false;
    }

    @Override
    public String describe() {
      return "memory, and a restart forgets it: neither state nor REDIS_URL is set";
    }

    @Override
    public Store make(String routerName, String bootId) {
      return new MemoryStore();
    }
  }

  /**
   * A file.
   *
   * @param path of the document; journals, lock and damaged ones lie beside it
   * @param origin the key that named it
   */
  record InFile(Path path, String origin) implements StoreSettings {
    @Override
    public boolean isLasting() {
      return true;
    }

    @Override
    public String describe() {
      return "the file " + path.toAbsolutePath().normalize() + " (from " + origin + ")";
    }

    @Override
    public Store make(String routerName, String bootId) {
      return new FileStore(path, bootId);
    }
  }

  /**
   * A Redis.
   *
   * @param origin the key or the variable that named it
   */
  record InRedis(RedisAddress address, String origin) implements StoreSettings {
    @Override
    public boolean isLasting() {
      return true;
    }

    @Override
    public String describe() {
      return address + " (from " + origin + ")";
    }

    @Override
    public Store make(String routerName, String bootId) {
      return new RedisStore(address, routerName, bootId);
    }
  }
}
