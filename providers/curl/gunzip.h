#pragma once

#include <functional>
#include <memory>
#include <string_view>

namespace dgctl::providers {

/// Unpacks gzip as it comes in (RFC 1952; several members make one text). libcurl's own unpacking
/// takes a text that was cut for a whole one.
class Gunzip {
 public:
  /// Takes a piece of what was packed; false: no more of it.
  using Take = std::function<bool(std::string_view piece)>;

  Gunzip();
  ~Gunzip();
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  /// False: it is damaged, or `take` wants no more.
  bool feed(std::string_view packed, const Take& take);
  /// Whether what was fed so far ends where a member does.
  [[nodiscard]] bool is_whole() const { return is_whole_; }

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
  bool is_whole_ = false;
};

}  // namespace dgctl::providers
