package io.canaryrouter.measure;

/** Whose fault an outcome was. */
public enum Fault {
  NONE,
  CLIENT,
  ROUTER,
  STACK
}
