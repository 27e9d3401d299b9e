#include "cmd/dgctl/scratch_records.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "engine/digest/sha256.h"
#include "engine/edges/error.h"
#include "engine/verify/scratch.h"

namespace dgctl::cmd {
namespace {

namespace fs = std::filesystem;

/// A data graph's key as the name of a folder: a key may hold anything.
std::string folder_name(const std::string& key) {
  constexpr std::size_t kLongest = 64;
  static constexpr std::string_view kSafe = "abcdefghijklmnopqrstuvwxyz0123456789_-";
  const bool is_safe =
      !key.empty() && key.size() <= kLongest && key.find_first_not_of(kSafe) == std::string::npos;
  return is_safe ? key : "sha256." + engine::sha256(key).substr(0, kLongest);
}

}  // namespace

ScratchRecords::ScratchRecords(const std::string& folder, const std::string& key)
    : folder_((fs::path(folder) / "verify" / folder_name(key)).string()) {}

std::string ScratchRecords::folder_of(const std::string& schema) const {
  return (fs::path(folder_) / schema).string();
}

std::vector<std::string> ScratchRecords::left(const std::stop_token& stop) const {
  std::vector<std::string> names;
  std::error_code unreadable;
  fs::directory_iterator entry(folder_, unreadable);
  for (; !unreadable && entry != fs::directory_iterator(); entry.increment(unreadable)) {
    const std::string name = entry->path().filename().string();
    if (name == mine_ || !engine::read_scratch_name(name)) continue;
    try {
      if (!providers::LocalLock(folder_of(name)).status(stop).is_held) names.push_back(name);
    } catch (const engine::Error&) {
      continue;  // of whoever may use it
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

void ScratchRecords::begin(const std::string& schema,
                           const engine::LockInfo& mine,
                           const std::stop_token& stop) {
  mine_ = schema;
  try {
    lock_.emplace(folder_of(schema)).acquire(mine, stop);
  } catch (const engine::Error&) {
    lock_.reset();
  }
}

void ScratchRecords::forget(const std::string& schema) {
  std::error_code stays;  // what cannot be removed is looked at again
  fs::remove_all(folder_of(schema), stays);
  if (schema == mine_) lock_.reset();
}

}  // namespace dgctl::cmd
