package dev.stead.matcher.domain;

import java.time.Instant;
import java.util.UUID;

/** What was erased, when. Names no subject: it outlives them. */
public record ErasureReceipt(UUID id, GalleryId gallery, int erasedTemplates, Instant eraseTime) {}
