/**
 * Keeps galleries: the template tables on SQLite or PostgreSQL, encrypted under a key per enrolment, and an index in memory that is a cache
 * of them and can be saved in a file. Knows nothing of gRPC.
 *
 * <p>The entry point is {@link dev.stead.matcher.storage.IndexedGallery}. The other types, in groups:
 *
 * <ul>
 *   <li><b>tables</b>: {@code TemplateStore} runs the transactions, with the statements of {@code EnrolmentQueries}, {@code
 *       RequestQueries}, {@code ReceiptQueries}, {@code LookAlikeQueries} and {@code SegmentKeyQueries}; {@code
 *       NewEnrolment} goes in, {@code TemplateRow} comes out through a {@code GalleryReader}; {@code StoredErasures} verifies receipts;
 *       {@code EnrolmentActs} says what the audit log keeps;
 *   <li><b>erasures</b>: an {@code ErasureRow} is kept of each, in the tables and in the {@code ErasureList}, a file apart from them with
 *       the text of {@code ErasureLines}; {@code ListedErasures} keeps the two in agreement;
 *   <li><b>capture devices</b>: {@code StoredCaptureDevices}, with the statements of {@code CaptureDeviceQueries};
 *   <li><b>keys</b>: {@code TemplateKeys} wraps the {@code SubjectKey} of each enrolment and the {@code SegmentKey} of each part of a
 *       snapshot;
 *   <li><b>the index in memory</b>: {@code TemplateIndex}, the {@code OrdinalOwners} of its ordinals, and the {@code LookAlikeMap};
 *   <li><b>snapshots</b>: {@code GallerySnapshot} reads and writes the file, identified by a {@code SnapshotName}; {@code SnapshotWriter}
 *       does so in the background;
 *   <li><b>calibration</b>: {@code GalleryCalibrator} surveys galleries in the background, read through {@code GalleryImpostors}, and keeps
 *       what they measured in {@code StoredCalibrations};
 *   <li><b>audit</b>: {@code IndexAuditor} audits the indexes in the background; {@code LiveAudit} takes each {@code LiveSearch} that waits
 *       in {@code LiveSearches}, and a {@code GalleryAudit} says what follows for the {@code SearchEffort}.
 * </ul>
 */
@NullMarked
package dev.stead.matcher.storage;

import org.jspecify.annotations.NullMarked;
