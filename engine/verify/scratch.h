#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/verify/granted.h"

// What verify makes in the checkpoint catalog, to see whether its principal could, and drops again.

namespace dgctl::engine {

/// How long a run may take at most between making its schema and dropping it: an older one is a
/// dead run's.
inline constexpr std::chrono::minutes kLongestScratch{60};

/// "dgctl_verify_20261127t154653z_1a2b3c4d": whose it is shows in its name.
std::string scratch_name(std::chrono::system_clock::time_point now, std::string_view nonce);

/// Names taken apart: nothing for what no run of verify made.
struct ScratchName {
  std::chrono::system_clock::time_point made;
  std::string nonce;
};
std::optional<ScratchName> read_scratch_name(std::string_view name);

/// The checks that write, each building on the one before. The last two clean up.
std::vector<LiveCheck> scratch_checks(const Granted& because, const std::string& name);

/// The statements that remove all of it, whatever of it is there, and nothing that somebody else
/// put there: the second fails then.
std::vector<std::string> scratch_removal(const std::string& catalog, const std::string& name);

/// What of a catalog's schemas dead runs left, by name: those that are old, and the one of
/// `dead_nonce`, a run that is known to have died; "": none is.
std::vector<std::string> leftovers_in(const Names& schemas,
                                      std::chrono::system_clock::time_point now,
                                      std::string_view dead_nonce);

/// Whether a catalog holds nothing but what comes with it and what runs of verify made. Nothing:
/// that is not known.
std::optional<bool> is_unused(const Live& live, const Securable& catalog);
/// The look-ups that tell, as far as they are not read.
std::vector<Lookup> lookups_for_use(const Live& live, const Securable& catalog);

}  // namespace dgctl::engine
