#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "engine/verify/granted.h"

// Which tables stand for what is granted as a whole, and which for what is not granted. A function
// of the names that were read so far; what is missing is asked for, until nothing is.

namespace dgctl::engine {

/// How many schemas of a catalog are read from, of what is granted and of what is not, and how many
/// tables beside those of a schema that are granted; and how many schemas are looked into for a
/// table at most.
inline constexpr std::size_t kMostSamples = 3;
inline constexpr std::size_t kMostLooks = 8;

struct Samples {
  /// For each grant that reads more than a table: tables below it. None: nobody saw any.
  std::map<Securable, std::vector<Securable>> of_grants;
  /// Tables beside what is granted, where a catalog or schema is granted in part; and the grants
  /// on that catalog or schema.
  struct Beside {
    Securable table;
    const Granted* because = nullptr;
  };
  std::vector<Beside> beside;
  std::vector<Lookup> missing;  ///< to be read; not empty: the rest is not whole yet
};

/// `to` outlives what is returned.
Samples samples_of(const GrantedTo& to, const Live& live);

/// Whether something was seen to be there. That it was not says little: a listing leaves out what
/// whoever asks may not see.
bool is_listed(const Live& live, const Securable& securable);

/// The look-ups that tell whether what is granted is there.
std::vector<Lookup> lookups_for(const GrantedTo& to, const Live& live);

}  // namespace dgctl::engine
