package io.canaryrouter.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreContract {
  private Store store = new MemoryStore();

  @Override
  Store make(String bootId) {
    return store;
  }

  @Override
  void forget() {
    store = new MemoryStore();
  }

  @Test
  void nobodyElseWritesHereSoNothingIsTold() throws StoreException {
    store.watch(
        document -> {
          throw new AssertionError("told of " + document);
        },
        () -> {
          throw new AssertionError("told of a loss");
        });

    store.replace(document(1));

    assertThat(store.describe()).isEqualTo("memory");
  }
}
