"""What somebody outside can try: plain HTTP, foreign addresses in forms, tokens of another agency, guessing who is here."""
