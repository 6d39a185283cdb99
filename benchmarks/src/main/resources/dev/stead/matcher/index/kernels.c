/*
 * The kernels of the matcher's index once more, to measure what native code would win. Memory outside of the heap comes as an address,
 * arrays as pointers that are good for the length of a call. With AVX-512 by hand; else as the compiler does it.
 */
#include <stdint.h>

#ifdef __AVX512F__
#include <immintrin.h>
#endif

/* Rows of a page and of a block, and bit planes of a probe, as in Sketches and SketchedProbe. */
enum { PAGE_ROWS = 64, BLOCK_ROWS = 8, PLANES = 4, LINE = 64 };

float code_dot(const float *probe, intptr_t codes, int length) {
    const int8_t *code = (const int8_t *) codes;
#ifdef __AVX512F__
    __m512 sums[4] = {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
    for (int i = 0; i < length; i += 64) {
        for (int s = 0; s < 4; s++) {
            __m128i bytes = _mm_loadu_si128((const __m128i *) (code + i + 16 * s));
            __m512 floats = _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(bytes));
            sums[s] = _mm512_fmadd_ps(floats, _mm512_loadu_ps(probe + i + 16 * s), sums[s]);
        }
    }
    return _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(sums[0], sums[1]), _mm512_add_ps(sums[2], sums[3])));
#else
    float sum = 0;
    for (int i = 0; i < length; i++) {
        sum += probe[i] * code[i];
    }
    return sum;
#endif
}

/* The same with a probe in eight bits too, as processors multiply them: one factor without a sign, so 128 is added, and taken off again. */
int32_t code_dot_in_integers(const int8_t *probe, int32_t probe_sum, intptr_t codes, int length) {
    const int8_t *code = (const int8_t *) codes;
#ifdef __AVX512VNNI__
    __m512i sum = _mm512_setzero_si512();
    for (int i = 0; i < length; i += 64) {
        __m512i raised = _mm512_xor_si512(_mm512_loadu_si512(code + i), _mm512_set1_epi8((char) 0x80));
        sum = _mm512_dpbusd_epi32(sum, raised, _mm512_loadu_si512(probe + i));
    }
    return _mm512_reduce_add_epi32(sum) - 128 * probe_sum;
#else
    int32_t sum = 0;
    for (int i = 0; i < length; i++) {
        sum += (probe[i]) * (code[i] + 128);
    }
    return sum - 128 * probe_sum;
#endif
}

/* Four rows at a time, as in Java. */
void project(const float *vector, int length, intptr_t matrix, int rows, float *products) {
    const float *row = (const float *) matrix;
    for (int r = 0; r < rows; r += 4, row += 4 * length) {
#ifdef __AVX512F__
        __m512 sums[4] = {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
        for (int i = 0; i < length; i += 16) {
            __m512 part = _mm512_loadu_ps(vector + i);
            for (int s = 0; s < 4; s++) {
                sums[s] = _mm512_fmadd_ps(part, _mm512_loadu_ps(row + s * length + i), sums[s]);
            }
        }
        for (int s = 0; s < 4; s++) {
            products[r + s] = _mm512_reduce_add_ps(sums[s]);
        }
#else
        for (int s = 0; s < 4; s++) {
            float sum = 0;
            for (int i = 0; i < length; i++) {
                sum += vector[i] * row[s * length + i];
            }
            products[r + s] = sum;
        }
#endif
    }
}

/* Bit i for row i of the block. */
static inline uint64_t block_may_reach(
        const uint64_t *block, const float *factors, const uint64_t *planes, int words, float scale, float shift, float needed) {
#if defined(__AVX512VPOPCNTDQ__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
    __m512i counts[PLANES] = {_mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512()};
    for (int word = 0; word < words; word++) {
        __m512i bits = _mm512_loadu_si512(block + word * BLOCK_ROWS);
        for (int plane = 0; plane < PLANES; plane++) {
            __m512i both = _mm512_and_si512(bits, _mm512_set1_epi64((int64_t) planes[word * PLANES + plane]));
            counts[plane] = _mm512_add_epi64(counts[plane], _mm512_popcnt_epi64(both));
        }
    }
    __m512i sum = _mm512_add_epi64(counts[0], _mm512_slli_epi64(counts[1], 1));
    sum = _mm512_add_epi64(sum, _mm512_slli_epi64(counts[2], 2));
    sum = _mm512_sub_epi64(sum, _mm512_slli_epi64(counts[3], 3));
    __m256 estimate = _mm256_fmadd_ps(_mm512_cvtepi64_ps(sum), _mm256_set1_ps(scale), _mm256_set1_ps(shift));
    estimate = _mm256_mul_ps(estimate, _mm256_loadu_ps(factors));
    return _mm256_cmp_ps_mask(estimate, _mm256_set1_ps(needed), _CMP_GT_OQ);
#else
    uint64_t reaching = 0;
    for (int row = 0; row < BLOCK_ROWS; row++) {
        int64_t sum = 0;
        for (int word = 0; word < words; word++) {
            uint64_t bits = block[word * BLOCK_ROWS + row];
            const uint64_t *plane = planes + word * PLANES;
            sum += __builtin_popcountll(bits & plane[0]) + 2 * __builtin_popcountll(bits & plane[1])
                    + 4 * __builtin_popcountll(bits & plane[2]) - 8 * __builtin_popcountll(bits & plane[3]);
        }
        reaching |= (uint64_t) (factors[row] * (scale * sum + shift) > needed) << row;
    }
    return reaching;
#endif
}

/* Words of all blocks, then the factors of all rows. Asks for a part of the next page beside each block of this one, if there is a next one. */
static inline __attribute__((always_inline)) uint64_t page_may_reach(
        const uint64_t *page, const uint64_t *next, const uint64_t *planes, int words, float scale, float shift, float needed) {
    const float *factors = (const float *) (page + words * PAGE_ROWS);
    const char *line = (const char *) next;
    int part = (words * PAGE_ROWS * sizeof(uint64_t) + PAGE_ROWS * sizeof(float)) / (PAGE_ROWS / BLOCK_ROWS);
    uint64_t reaching = 0;
    for (int row = 0; row < PAGE_ROWS; row += BLOCK_ROWS, page += words * BLOCK_ROWS) {
        for (int i = 0; next && i < part; i += LINE) {
            __builtin_prefetch(line + i);
        }
        line += part;
        reaching |= block_may_reach(page, factors + row, planes, words, scale, shift, needed) << row;
    }
    return reaching;
}

uint64_t may_reach(
        intptr_t page, intptr_t next, const uint64_t *planes, int words, float scale, float shift, float needed) {
    const uint64_t *here = (const uint64_t *) page;
    const uint64_t *then = (const uint64_t *) next;
    /* With the usual number of words known, the planes stay in registers. */
    return words == 2 ? page_may_reach(here, then, planes, 2, scale, shift, needed)
                      : page_may_reach(here, then, planes, words, scale, shift, needed);
}

/* Pages of one run of memory, in any order. */
void may_reach_each(
        intptr_t pages, const int32_t *order, int count, int ahead, const uint64_t *planes, int words, float scale, float shift,
        float needed, uint64_t *reaching) {
    intptr_t bytes = (intptr_t) (words + 1) * PAGE_ROWS * sizeof(uint64_t); /* ordinals are as long as factors */
    for (int i = 0; i < count; i++) {
        intptr_t next = ahead && i + 1 < count ? pages + order[i + 1] * bytes : 0;
        reaching[i] = may_reach(pages + order[i] * bytes, next, planes, words, scale, shift, needed);
    }
}
