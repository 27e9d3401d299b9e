#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "providers/sim/call.h"
#include "providers/sim/state.h"

namespace dgctl::providers::sim {

/// Where a listing goes on. Opaque to clients: hexadecimal, bound to the path and the parameters of
/// the listing, with a checksum.
struct PageToken {
  std::string after;       ///< the key of the last item that was given, or ""
  std::int64_t salt = 0;   ///< the number of the request that began the listing
  bool was_empty = false;  ///< the page before this one
};

/// What a listing asks for, by max_results or page_size. Throws Refusal for a token that is not of
/// it, or a bad size.
struct PageRequest {
  bool is_paged = false;   ///< else everything in one answer
  std::int64_t limit = 0;  ///< if paged
  PageToken token;         ///< at the beginning of a listing: with the salt of this request
};
PageRequest page_request(const State& state, const Call& call);

std::string token_text(const Call& call, const PageToken& token);

/// Whether this page is one of those that hold nothing and have a token. Never two in a row.
bool is_empty_page(const State& state, const Call& call, const PageRequest& request);

/// A part of sorted keys: [first, last), and what to write into next_page_token ("": the end).
struct Page {
  std::size_t first = 0, last = 0;
  std::string next_page_token;
};
Page page_of(const State& state, const Call& call, const std::vector<std::string>& keys);

/// Appends next_page_token unless the listing is at its end.
void put_next_page(Members& body, const Page& page);

}  // namespace dgctl::providers::sim
