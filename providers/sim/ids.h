#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dgctl::providers::sim {

// What looks random follows from the seed of the workspace, the number of the request that asks for
// it (0: it stands in the file) and what it is for. So a run repeats to the byte.

std::uint64_t made_number(std::uint64_t seed, std::int64_t request, std::string_view purpose);

/// In the form of version 4, lower case.
std::string made_uuid(std::uint64_t seed, std::int64_t request, std::string_view purpose);

/// 16 hexadecimal digits: ids of warehouses and secrets.
std::string made_hex(std::uint64_t seed, std::int64_t request, std::string_view purpose);

/// 16 decimal digits: SCIM ids and the principal ids of grants.
std::string made_principal_id(std::uint64_t seed, std::int64_t request, std::string_view purpose);

/// A SCIM id as the number that other parts of the API show it as; 0 where it is none.
std::int64_t number_of(const std::string& id);

}  // namespace dgctl::providers::sim
