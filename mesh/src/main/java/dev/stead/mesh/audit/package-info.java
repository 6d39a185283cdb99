/**
 * The audit log of a service: a Merkle tree over what the service did (RFC 9162, section 2.1), with signed checkpoints. The entry point
 * is {@link dev.stead.mesh.audit.AuditLog}. A {@link
 * dev.stead.mesh.audit.ActRecorder} stores an act within the transaction that does it; {@link dev.stead.mesh.audit.AuditLog} gives the
 * stored acts their places in the tree and signs what the tree is by then; {@link dev.stead.mesh.audit.AuditPeers} remembers what other
 * services have signed. {@code docs/adr/0015-audit-log.md} says why so.
 *
 * <p>The tree itself ({@link dev.stead.mesh.audit.MerkleTree}, {@link dev.stead.mesh.audit.MerkleFrontier}, {@link
 * dev.stead.mesh.audit.MerkleProofs}) knows no database, and verifies without one.
 */
@NullMarked
package dev.stead.mesh.audit;

import org.jspecify.annotations.NullMarked;
