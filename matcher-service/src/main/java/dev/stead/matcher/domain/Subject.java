package dev.stead.matcher.domain;

import java.time.Instant;

/** An enrolled subject, without their templates. */
public record Subject(SubjectId id, GalleryId gallery, int templates, Consent consent, Instant createTime) {}
