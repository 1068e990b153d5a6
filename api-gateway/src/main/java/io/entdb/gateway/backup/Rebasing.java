package io.entdb.gateway.backup;

import io.entdb.backup.RebaseImages;
import io.entdb.gateway.api.ApiException;
import io.entdb.gateway.api.Caller;
import io.entdb.gateway.api.ErrorCode;
import io.entdb.gateway.commit.Receipt;
import io.entdb.gateway.commit.TenantWrites;
import io.entdb.gateway.tenants.Creation;
import io.entdb.gateway.tenants.Directory;
import io.entdb.model.Principal;
import io.entdb.model.TenantId;
import io.entdb.model.json.JsonValue;
import io.entdb.model.record.ControlOperation;
import io.entdb.model.record.RebaseImage;
import io.entdb.model.record.TenantStatus;
import io.entdb.objects.ObjectCorruptException;
import io.entdb.objects.ObjectStoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/** Replaces tenants' data by images that operators have uploaded (ADR 0017). */
public final class Rebasing {
  /** Every follower fetches the image first; what takes longer is told as pending. */
  private static final Duration WAIT = Duration.ofSeconds(30);

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final TenantWrites writes;
  private final Directory directory;
  private final Creation creation;
  private final RebaseImages images;
  private final InstantSource clock;

  public Rebasing(
      TenantWrites writes,
      Directory directory,
      Creation creation,
      RebaseImages images,
      InstantSource clock) {
    this.writes = writes;
    this.directory = directory;
    this.creation = creation;
    this.images = images;
    this.clock = clock;
  }

  /** A tenant that is made to hold an image. */
  public record Branch(String name, Principal owner) {}

  /**
   * Replaces the data of a tenant.
   *
   * @param sha256 of the image's list
   * @param branch present = the tenant is created first, and must not be there
   * @throws ApiException NOT_FOUND when there is no such tenant or image, VALIDATION_ERROR when the
   *     image is too old or damaged, CONFLICT when a branch has the name of a tenant
   */
  public Receipt rebase(TenantId tenant, String sha256, Optional<Branch> branch) {
    if (tenant.isSystem()) {
      throw ApiException.validation("the directory cannot be rebased");
    }
    if (branch.isPresent()) {
      directory.requireHereWhenCreated(tenant);
    }
    RebaseImage image = image(tenant, sha256);
    branch.ifPresent(it -> creation.create(Caller.INTERNAL, tenant, it.name(), it.owner()));
    var request =
        new TenantWrites.Request(
            Caller.INTERNAL, tenant, "rebase", new JsonValue.Text(sha256), Optional.empty(), WAIT);
    return writes.write(
        request,
        new ControlOperation.Rebased(image),
        reader -> {
          if (reader.status() == TenantStatus.LEGAL_HOLD) {
            throw ApiException.forbidden(
                "tenant \"" + tenant + "\" is on legal hold; its data cannot be replaced");
          }
        });
  }

  private RebaseImage image(TenantId tenant, String sha256) {
    if (!SHA256.matcher(sha256).matches()) {
      throw ApiException.invalidRequest("image_sha256: is not 64 hex digits");
    }
    try {
      RebaseImage image =
          images
              .find(tenant, sha256)
              .orElseThrow(
                  () -> ApiException.notFound("there is no image " + sha256 + " of " + tenant));
      Instant made = Instant.ofEpochMilli(images.list(image).createdAtMs());
      if (made.plus(RebaseImages.APPEND_WITHIN).isBefore(clock.instant())) {
        throw ApiException.validation(
            "image " + sha256 + " is of " + made + "; upload it again, it may be removed soon");
      }
      return image;
    } catch (ObjectCorruptException e) {
      throw new ApiException(
          ErrorCode.VALIDATION_ERROR, "the image is damaged: " + e.getMessage(), e);
    } catch (ObjectStoreException e) {
      throw new ApiException(
          ErrorCode.SERVICE_UNAVAILABLE, "images cannot be read now: " + e.getMessage(), e);
    }
  }
}
