#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace dgctl::engine {

/// A value that is secret. It does not print, compare, copy or convert; its memory is locked, left
/// out of core dumps, and cleared.
class Secret {
 public:
  /// Takes the value over and clears what it was in. Throws std::bad_alloc.
  explicit Secret(std::string&& value);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  /// Calls `use` with the value, which must not outlive the call: "" once it was moved from.
  template <class F>
  decltype(auto) reveal(F&& use) const {
    return std::forward<F>(use)(view());
  }

 private:
  [[nodiscard]] std::string_view view() const { return {data_, size_bytes_}; }
  void clear() noexcept;

  char* data_ = nullptr;
  std::size_t size_bytes_ = 0, mapped_bytes_ = 0;
};

/// Overwrites a text that held a secret with all the memory that it has, and empties it. What a
/// text had before it grew or was copied is out of reach: reserve, and move.
void wipe(std::string& text) noexcept;

/// Wipes a text however its block is left.
class WipedAtEnd {
 public:
  explicit WipedAtEnd(std::string& text) : text_(text) {}
  WipedAtEnd(const WipedAtEnd&) = delete;
  WipedAtEnd& operator=(const WipedAtEnd&) = delete;
  ~WipedAtEnd() { wipe(text_); }

 private:
  std::string& text_;
};

}  // namespace dgctl::engine
