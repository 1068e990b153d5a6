package io.entdb.service.settings;

import io.entdb.follower.FollowerSettings;

/** What can be wrong with a follower's settings; for services that follow. */
public final class FollowerCheck {
  private FollowerCheck() {}

  public static void check(FollowerSettings follower, SettingMistakes mistakes) {
    mistakes.requirePositive("entdb.follower.lanes", follower.lanes());
    mistakes.requirePositive("entdb.follower.hydrators", follower.hydrators());
    mistakes.requirePositive("entdb.follower.readers-max", follower.readersMax());
    mistakes.requirePositive("entdb.follower.open-stores-max", follower.openStoresMax());
    mistakes.requirePositive("entdb.follower.disk-bytes-max", follower.diskBytesMax());
    mistakes.requirePositive("entdb.follower.extent-interval", follower.extentInterval());
    mistakes.requirePositive("entdb.follower.followed-interval", follower.followedInterval());
  }
}
