package io.entdb.service.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskSpaceTest {
  @TempDir Path folder;

  @Test
  void aDiskIsFullWhenLessIsLeftThanIsNeeded() throws Exception {
    assertThat(DiskSpace.usable(folder)).isPositive();
    assertThat(new DiskSpace(1).isFull(folder)).isFalse();
    assertThat(new DiskSpace(Long.MAX_VALUE).isFull(folder)).isTrue();
  }

  @Test
  void aFolderThatIsToBeMadeCountsAsItsParent() {
    assertThat(new DiskSpace(1).isFull(folder.resolve("not/yet/there"))).isFalse();
  }
}
