package dev.stead.matcher.domain;

import java.time.Instant;
import java.util.UUID;

/** What was erased, and when. Names no subject, since it is kept after they are gone. */
public record ErasureReceipt(UUID id, GalleryId gallery, int erasedTemplates, Instant eraseTime) {}
