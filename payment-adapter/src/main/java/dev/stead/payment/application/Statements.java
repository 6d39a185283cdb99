package dev.stead.payment.application;

import dev.stead.mesh.time.Micros;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.ledger.StatementLine;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Statements: what was posted to an account's available balance, newest first, a page at a time. All lines add up to the balance. */
public final class Statements {
    private static final int DEFAULT_PAGE_SIZE = 20;
    private static final int MAX_PAGE_SIZE = 100;

    private final UnitOfWork unitOfWork;

    Statements(UnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
    }

    /**
     * A page.
     *
     * @param lines newest first
     * @param nextToken for the next page; empty on the last
     */
    public record Page(List<StatementLine> lines, String nextToken) {}

    /**
     * Which page to read.
     *
     * @param size 1 to 100; 0 means 20
     * @param token of the page before; empty for the first
     */
    public record Query(AccountId account, int size, String token) {
        /** @throws PaymentException {@code PAGE_SIZE_INVALID} */
        public Query {
            if (size < 0 || size > MAX_PAGE_SIZE) {
                throw new PaymentException(
                        PaymentError.PAGE_SIZE_INVALID, "the page size must be 0 to " + MAX_PAGE_SIZE);
            }
        }

        int lines() {
            return size == 0 ? DEFAULT_PAGE_SIZE : size;
        }
    }

    /**
     * A page of a statement. Postings made between two pages do not shift the later one.
     *
     * @param viewer sees their own accounts only; empty for those who may see every account
     * @throws PaymentException {@code ACCOUNT_NOT_FOUND}, {@code PAGE_TOKEN_INVALID}
     */
    public Page page(Query query, Optional<Owner> viewer) {
        Optional<StatementLine.Position> after =
                query.token.isEmpty() ? Optional.empty() : Optional.of(decode(query.account, query.token));
        // One line more than asked for shows whether there is a next page.
        List<StatementLine> found = unitOfWork.read(repositories -> {
            var _ = repositories.accounts().getVisible(query.account, viewer);
            return repositories.journal().statement(query.account, after, query.lines() + 1);
        });
        if (found.size() <= query.lines()) {
            return new Page(found, "");
        }
        List<StatementLine> lines = found.subList(0, query.lines());
        return new Page(lines, encode(query.account, lines.getLast().position()));
    }

    private static String encode(AccountId account, StatementLine.Position position) {
        Instant time = position.time();
        String plain = account + "|" + time.getEpochSecond() + "|" + time.getNano() + "|" + position.entryId();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static StatementLine.Position decode(AccountId account, String token) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            String[] parts = plain.split("\\|", -1);
            if (parts.length == 4 && parts[0].equals(account.value())) {
                // What does not fit the store is no position of it.
                Instant time = Micros.instant(
                        Micros.of(Instant.ofEpochSecond(Long.parseLong(parts[1]), Integer.parseInt(parts[2]))));
                return new StatementLine.Position(
                        time, UUID.fromString(parts[3]).toString());
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            // Refused below, whatever was wrong.
        }
        throw new PaymentException(
                PaymentError.PAGE_TOKEN_INVALID,
                "the page token must be the next_page_token of a page of this account");
    }
}
