package io.canaryrouter.config;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Line and column of something in the file, both from 1; 0 is nowhere. */
record Place(int line, int column) {
  static final Place NOWHERE = new Place(0, 0);

  static Place of(Node node) {
    return of(node.getStartMark());
  }

  /** SnakeYAML counts from 0, people and editors from 1. */
  static Place of(@Nullable Mark mark) {
    return mark == null ? NOWHERE : new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
