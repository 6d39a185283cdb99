/**
 * Whether searches find what exact search finds: what one of them was found to be worth ({@code AuditedSearch}), the share of many that
 * agreed, with its interval ({@code SearchAgreement}), and that of the last ones ({@code AgreementWindow}). Knows candidates, decisions and
 * operating points of {@link dev.stead.matcher.domain}; not who searches, or how.
 */
@NullMarked
package dev.stead.matcher.domain.audit;

import org.jspecify.annotations.NullMarked;
