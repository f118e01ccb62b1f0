"""The insider's attack: who of a made-up city's visitors is found by what the portal keeps."""
