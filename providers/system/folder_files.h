#pragma once

#include <string>

#include "engine/edges/files.h"

namespace dgctl::providers {

/// The files below one folder. What a link leads out of it is refused; the folder itself and the
/// one file that the user named may be reached through links.
class FolderFiles : public engine::Files {
 public:
  FolderFiles(std::string folder, std::string named)
      : folder_(std::move(folder)), named_(std::move(named)) {}

  std::optional<std::string> read(const std::string& path, std::size_t limit_bytes) override;

 private:
  std::string folder_, named_;
};

}  // namespace dgctl::providers
