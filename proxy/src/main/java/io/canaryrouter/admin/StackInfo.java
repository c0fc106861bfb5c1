package io.canaryrouter.admin;

import java.util.List;

/**
 * What the state shows of a stack beside its figures.
 *
 * @param address where it listens
 * @param version what runs there; may be empty
 * @param instances what its name stands for now
 */
public record StackInfo(String address, String version, List<InstanceInfo> instances) {

  /**
   * One instance.
   *
   * @param address where it listens
   * @param health one word: {@code up}, {@code down}, {@code ejected} …
   * @param inflight requests at it now
   */
  public record InstanceInfo(String address, String health, long inflight) {}
}
