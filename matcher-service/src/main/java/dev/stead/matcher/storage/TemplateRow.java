package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.SubjectId;

/** One template as the index needs it. */
record TemplateRow(String enrolment, SubjectId subject, Embedding embedding) {}
